//! The term of a sentence as offices write it, in months.
//!
//! Understood are Chinese and Arabic numerals (有期徒刑三年六个月, 3年6个月, 42个月, 3.5年,
//! 一年半, 叁年), the year_month_day form of prison systems (03_06_00), detention 拘役,
//! life 无期徒刑 and suspended death 死缓 (no number of months). A bare number is not
//! understood: it may be years or months. The law's own limits are not judged here.

use reference::text;

/// The longest fixed term the criminal law knows, in months (joined sentences, 25 years).
const LONGEST_MONTHS: u32 = 300;

/// A term that was understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// Whole months; none for life and suspended death sentences.
    pub months: Option<u32>,
    /// Days beyond the months.
    pub days: u32,
    /// Written with a fraction of a year, so right to about a month only.
    pub approximate: bool,
    /// Detention 拘役, or at most twelve months.
    pub short: bool,
}

/// Understands the text of a term; none if it is not understood.
///
/// Additional penalties behind the term are left out, and of joined sentences the one to
/// be executed counts (数罪并罚，决定执行有期徒刑五年).
pub fn parse_term(written: &str) -> Option<Term> {
    let plain = plain_numerals(&text::simplified(&text::compact(written)));
    if ["无期", "死刑", "死缓"].iter().any(|word| plain.contains(word)) {
        return Some(Term { months: None, days: 0, approximate: false, short: false });
    }
    let main = main_part(&plain);
    let bare: String = ["有期徒刑", "有期", "徒刑", "拘役", "管制", "判处", "原判", "刑期", ":"]
        .iter()
        .fold(main.to_owned(), |rest, word| rest.replace(word, ""));
    let (months, days, approximate) = system_form(&bare).or_else(|| spoken_form(&bare))?;
    if (months == 0 && days == 0) || months > LONGEST_MONTHS {
        return None;
    }
    Some(Term {
        months: Some(months),
        days,
        approximate,
        short: main.contains("拘役") || months < 12 || (months == 12 && days == 0),
    })
}

/// The part that names the term to be served.
fn main_part(plain: &str) -> &str {
    let from = plain.rfind("执行").map_or(0, |at| at + "执行".len());
    let rest = &plain[from..];
    let end = [",", ";", "。", "、", "(", "并处", "剥夺", "附加", "缓刑", "罚金", "减刑"]
        .iter()
        .filter_map(|stop| rest.find(stop))
        .filter(|at| rest[..*at].contains(['年', '月', '天', '日']))
        .min()
        .unwrap_or(rest.len());
    rest[..end].trim_matches(['(', ')'])
}

fn plain_numerals(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '壹' | '弌' => '一',
            '贰' | '两' | '貳' => '二',
            '叁' | '參' | '叄' => '三',
            '肆' => '四',
            '伍' => '五',
            '陆' | '陸' => '六',
            '柒' => '七',
            '捌' => '八',
            '玖' => '九',
            '拾' => '十',
            '佰' => '百',
            '〇' => '零',
            '，' => ',',
            '；' => ';',
            other => other,
        })
        .collect()
}

/// `03_06_00`: years, months, days.
fn system_form(text: &str) -> Option<(u32, u32, bool)> {
    let parts: Vec<&str> = text.split(['_', '-', '/']).collect();
    if !(2..=3).contains(&parts.len()) {
        return None;
    }
    let mut numbers = [0_u32; 3];
    for (slot, part) in numbers.iter_mut().zip(&parts) {
        if part.len() > 2 || !part.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        *slot = part.parse().ok()?;
    }
    let [years, months, days] = numbers;
    (months < 12 && days < 31).then_some((years * 12 + months, days, false))
}

/// Numbers with their units, in falling order: 三年零六个月十五天.
fn spoken_form(text: &str) -> Option<(u32, u32, bool)> {
    let mut rest = text;
    let mut months = 0_u32;
    let mut days = 0_u32;
    let mut approximate = false;
    let mut smallest = 4;
    while !rest.is_empty() {
        rest = rest.trim_start_matches(['又', '另']);
        if let Some(after) = rest.strip_prefix('零').filter(|after| number(after).is_some()) {
            rest = after;
        }
        let (number, after) = number(rest)?;
        let (rank, after) = unit(after)?;
        if rank >= smallest {
            return None;
        }
        smallest = rank;
        match rank {
            3 => {
                months += number.in_months()?;
                approximate |= number.tenths != 0 && number.tenths != 5;
            }
            2 if number.tenths == 0 => months += number.whole,
            1 if number.tenths == 0 => days += number.whole,
            _ => return None,
        }
        rest = after;
        if let Some(after) = rest.strip_prefix('半').filter(|_| rank == 3) {
            months += 6;
            rest = after;
        }
    }
    Some((months, days, approximate))
}

fn unit(text: &str) -> Option<(u8, &str)> {
    [("年", 3), ("个月", 2), ("月", 2), ("天", 1), ("日", 1)]
        .iter()
        .find_map(|(word, rank)| text.strip_prefix(word).map(|rest| (*rank, rest)))
}

/// A number with at most one digit behind the point that matters.
struct Number {
    whole: u32,
    tenths: u32,
}

impl Number {
    /// As years, in months, rounded.
    fn in_months(&self) -> Option<u32> {
        let tenths_of_months = self.whole.checked_mul(120)? + self.tenths * 12;
        Some((tenths_of_months + 5) / 10)
    }
}

fn number(text: &str) -> Option<(Number, &str)> {
    if let Some(rest) = text.strip_prefix('半') {
        return Some((Number { whole: 0, tenths: 5 }, rest));
    }
    let digits = leading(text, |c| c.is_ascii_digit());
    if !digits.is_empty() {
        let whole = digits.parse().ok().filter(|n| *n < 10_000)?;
        let rest = &text[digits.len()..];
        let Some(fraction) = rest.strip_prefix('.') else {
            return Some((Number { whole, tenths: 0 }, rest));
        };
        let places = leading(fraction, |c| c.is_ascii_digit());
        let tenths = places.get(..1)?.parse().ok()?;
        return Some((Number { whole, tenths }, &fraction[places.len()..]));
    }
    let words = leading(text, |c| "零一二三四五六七八九十百".contains(c));
    let whole = chinese_number(words)?;
    Some((Number { whole, tenths: 0 }, &text[words.len()..]))
}

fn leading(text: &str, accept: impl Fn(char) -> bool) -> &str {
    let end = text.find(|c| !accept(c)).unwrap_or(text.len());
    &text[..end]
}

/// 十五, 二十, 一百二十; also digit by digit, 一八.
pub(super) fn chinese_number(words: &str) -> Option<u32> {
    if words.is_empty() || words.chars().count() > 6 {
        return None;
    }
    let mut total = 0_u32;
    let mut digit: Option<u32> = None;
    for c in words.chars() {
        match c {
            '百' => total += digit.take().unwrap_or(1) * 100,
            '十' => total += digit.take().unwrap_or(1) * 10,
            '零' => digit = Some(digit.unwrap_or(0) * 10),
            _ => {
                let at = "一二三四五六七八九".chars().position(|known| known == c)?;
                digit = Some(digit.unwrap_or(0) * 10 + u32::try_from(at).ok()? + 1);
            }
        }
    }
    Some(total + digit.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(text: &str) -> Option<u32> {
        parse_term(text).and_then(|term| term.months)
    }

    #[test]
    fn one_term_in_many_spellings() {
        for text in [
            "有期徒刑三年六个月",
            "3年6个月",
            "42个月",
            "03_06_00",
            "3.5年",
            "叁年陆个月",
            "三年零六个月",
            "3年6月0天",
            "３年６个月",
            " 有期徒刑 3 年 6 个月 ",
            "三年半",
            "有期徒刑三年六个月，剥夺政治权利一年",
            "有期徒刑3年6个月(减刑6个月)",
            "数罪并罚，决定执行有期徒刑三年六个月，并处罚金2000元",
            "四十二个月",
            "3年06个月",
        ] {
            assert_eq!(months(text), Some(42), "{text}");
        }
    }

    #[test]
    fn other_terms_have_their_months() {
        for (text, expected) in [
            ("拘役五个月", 5),
            ("壹年", 12),
            ("二年零三个月", 27),
            ("十五年", 180),
            ("二十年", 240),
            ("有期徒刑十年一个月", 121),
            ("有期徒刑十一年十一个月", 143),
            ("半年", 6),
            ("两年", 24),
            ("0.4年", 5),
            ("00_08_00", 8),
            ("0年8个月", 8),
            ("一百二十个月", 120),
        ] {
            assert_eq!(months(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn life_and_suspended_death_are_known_without_months() {
        for text in ["无期徒刑", "死刑缓期二年执行", "死缓", "无期徒刑，减为有期徒刑二十年"]
        {
            let term = parse_term(text).expect("known");
            assert_eq!((term.months, term.short), (None, false), "{text}");
        }
    }

    #[test]
    fn short_means_detention_or_at_most_a_year() {
        for (text, short) in [
            ("拘役五个月", true),
            ("拘役一年三个月", true),
            ("一年", true),
            ("一年零一个月", false),
            ("8个月", true),
        ] {
            assert_eq!(parse_term(text).map(|t| t.short), Some(short), "{text}");
        }
    }

    #[test]
    fn what_may_mean_two_things_is_not_understood() {
        for text in [
            "",
            "36",
            "盗窃罪",
            "无",
            "年",
            "2015-01-01",
            "100年",
            "3年6年",
            "六个月三年",
            "3.5.5年",
            "99999999999年",
            "零",
            "零年",
            "1e9年",
            "年月日",
            "13_14_00",
        ] {
            assert_eq!(parse_term(text), None, "{text}");
        }
    }

    #[test]
    fn a_fraction_of_a_year_is_marked_as_rough() {
        assert_eq!(parse_term("3.2年").map(|t| t.approximate), Some(true));
        assert_eq!(parse_term("3.5年").map(|t| t.approximate), Some(false));
    }
}
