//! Sentences: offence, term, dates that fit one another, the place where the term is served.
//! Must never know: who serves it.

use crate::dice::Dice;
use jiff::{ToSpan, civil::Date};
use reference::organisation::{CustodyPlace, custody_places};

/// The prison at which a demonstration account is.
pub(crate) const RICH_PRISON: &str = "ORG003";

const OFFENCES: &[(usize, &str)] = &[
    (24, "盗窃罪"),
    (14, "诈骗罪"),
    (11, "走私、贩卖、运输、制造毒品罪"),
    (9, "故意伤害罪"),
    (8, "寻衅滋事罪"),
    (7, "抢劫罪"),
    (6, "开设赌场罪"),
    (5, "掩饰、隐瞒犯罪所得、犯罪所得收益罪"),
    (4, "帮助信息网络犯罪活动罪"),
    (3, "交通肇事罪"),
    (3, "非法吸收公众存款罪"),
    (3, "职务侵占罪"),
    (2, "敲诈勒索罪"),
    (1, "受贿罪"),
];
const LONG: &[(usize, u32)] = &[
    (10, 10),
    (14, 14),
    (16, 18),
    (16, 24),
    (12, 30),
    (12, 36),
    (8, 48),
    (6, 60),
    (4, 84),
    (2, 120),
    (1, 180),
];
const DETENTION: &[(usize, u32)] = &[(1, 2), (2, 3), (3, 4), (3, 5), (2, 6)];
const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// One sentence.
pub(crate) struct Sentence {
    pub(crate) offence: &'static str,
    pub(crate) term: String,
    pub(crate) starts_on: Date,
    pub(crate) ends_on: Date,
    pub(crate) custody: &'static CustodyPlace,
}

impl Sentence {
    /// A sentence that ends on a day.
    pub(crate) fn ending(ends_on: Date, detention: bool, male: bool, dice: &mut Dice) -> Sentence {
        let months = *dice.weighted(if detention { DETENTION } else { LONG });
        let kind = if detention { "拘役" } else { "有期徒刑" };
        let starts_on = ends_on.saturating_sub(i64::from(months).months()).saturating_add(1.day());
        let offence = match detention {
            true => dice.pick(&["危险驾驶罪", "盗窃罪", "寻衅滋事罪"]),
            false => dice.weighted(OFFENCES),
        };
        Sentence {
            offence,
            term: format!("{kind}{}", spoken(months)),
            starts_on,
            ends_on,
            custody: custody(male, dice),
        }
    }
}

/// 30 months → 二年六个月.
fn spoken(months: u32) -> String {
    let number = |n: u32| match (n / 10, n % 10) {
        (0, ones) => DIGITS[ones as usize].to_owned(),
        (1, 0) => "十".to_owned(),
        (1, ones) => format!("十{}", DIGITS[ones as usize]),
        (tens, ones) => format!("{}十{}", DIGITS[tens as usize % 10], DIGITS[ones as usize]),
    };
    match (months / 12, months % 12) {
        (0, months) => format!("{}个月", number(months)),
        (years, 0) => format!("{}年", number(years)),
        (years, months) => format!("{}年{}个月", number(years), number(months)),
    }
}

fn custody(male: bool, dice: &mut Dice) -> &'static CustodyPlace {
    let places: Vec<_> =
        custody_places().iter().filter(|p| p.kind == "监狱" && p.name.contains("女子") != male).collect();
    let rich = places.iter().find(|p| p.id == RICH_PRISON).filter(|_| dice.chance(40));
    rich.unwrap_or_else(|| dice.pick(&places))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn terms_are_spoken_as_judgments_write_them() {
        let spoken: Vec<String> = [3, 10, 14, 24, 30, 120, 180].map(super::spoken).into();
        assert_eq!(spoken, ["三个月", "十个月", "一年二个月", "二年", "二年六个月", "十年", "十五年"]);
    }

    #[test]
    fn women_and_men_serve_in_different_prisons() {
        let mut dice = Dice::new(3);
        for _ in 0..50 {
            let woman = Sentence::ending(date(2026, 3, 31), false, false, &mut dice);
            assert_eq!(woman.custody.name, "广东省女子监狱");
            assert_ne!(Sentence::ending(date(2026, 3, 31), true, true, &mut dice).custody.id, "ORG005");
        }
    }
}
