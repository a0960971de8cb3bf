//! One fictitious person: who he is, what the custodial place writes about him, and the row of the roster.
//! The identity number is valid by GB 11643; its running number is from 900 on, which registers hardly ever
//! gave out, so that it should belong to nobody.
//! Must never know: what becomes of the person afterwards.

use crate::{
    cast::{Course, Part},
    dice::Dice,
    names::{self, Names},
    place::{self, Map},
    sentence::Sentence,
};
use documents::roster::{Field, RawRow};
use jiff::{ToSpan, civil::Date};
use reference::office::Office;
use std::collections::{BTreeMap, HashSet};

/// A person with a part to play.
pub(crate) struct Person {
    pub(crate) part: Part,
    pub(crate) name: String,
    pub(crate) male: bool,
    pub(crate) birth: Date,
    pub(crate) id_number: String,
    /// The office whose case it is or shall be.
    pub(crate) office: &'static Office,
    pub(crate) address: String,
    pub(crate) living: Option<String>,
    pub(crate) sentence: Sentence,
    pub(crate) kin: Option<(String, &'static str, String)>,
    pub(crate) risk: &'static str,
    pub(crate) recidivist: bool,
    /// To be a key person (重点帮教对象).
    pub(crate) key: bool,
    more: Vec<(Field, String)>,
}

/// What must not be given twice.
#[derive(Default)]
pub(crate) struct Given {
    names: Names,
    numbers: HashSet<String>,
}

impl Person {
    /// A person for a part.
    pub(crate) fn new(part: Part, map: &Map, given: &mut Given, dice: &mut Dice) -> Person {
        let male = part.juvenile || !dice.chance(9);
        let sentence = Sentence::ending(part.release_on, part.detention, male, dice);
        let age_days = match part.juvenile {
            true => dice.between(15 * 366, 17 * 365),
            false => dice.between(19 * 366, 66 * 365),
        };
        let birth = sentence.starts_on.saturating_sub(i64::from(age_days).days());
        let office = map.office(part.wish, dice);
        let mut county = office.county_code;
        let address = match part.course {
            Course::Outside => {
                let (code, address) = place::elsewhere(dice);
                county = code;
                address
            }
            Course::UnknownStreet => {
                format!("广东省广州市{}和顺里大街{}号", office.county_name, dice.between(1, 90))
            }
            Course::OnlyCity => "广东省广州市".to_owned(),
            _ => map.address(office, dice),
        };
        let living = part.lives_elsewhere.then(|| living(office, map, dice));
        let name = given.names.one(dice, male);
        let recidivist = dice.chance(14);
        let risk = *dice.weighted(&[(62, "低"), (28, "中"), (10, "高")]);
        let kin = (!dice.chance(7)).then(|| {
            let (name, relation) = names::relative(dice, &name);
            (name, relation, names::phone(dice))
        });
        let key = risk == "高" || kin.is_none() || recidivist && dice.chance(60);
        let id_number = number(county, birth, male, given, dice);
        let more = circumstances(&sentence, kin.is_none(), dice);
        Person {
            part,
            name,
            male,
            birth,
            id_number,
            office,
            address,
            living,
            sentence,
            kin,
            risk,
            recidivist,
            key,
            more,
        }
    }

    /// The row of the roster.
    pub(crate) fn row(&self) -> RawRow {
        let mut cells: BTreeMap<Field, String> = self.more.iter().cloned().collect();
        let mut put = |field, text: &str| cells.insert(field, text.to_owned());
        put(Field::Name, &self.name);
        put(Field::Sex, if self.male { "男" } else { "女" });
        put(Field::Birth, &self.birth.to_string());
        put(Field::IdNumber, &self.id_number);
        put(Field::HukouAddress, &self.address);
        put(Field::LivingAddress, self.living.as_deref().unwrap_or("同上"));
        put(Field::Offence, self.sentence.offence);
        put(Field::Term, &self.sentence.term);
        put(Field::StartsOn, &self.sentence.starts_on.to_string());
        put(Field::EndsOn, &self.sentence.ends_on.to_string());
        put(Field::Custody, self.sentence.custody.name);
        put(Field::Risk, self.risk);
        put(Field::Recidivist, if self.recidivist { "是" } else { "否" });
        put(Field::PriorTerms, if self.recidivist { "1" } else { "0" });
        put(Field::ThreeNone, if self.kin.is_none() { "是" } else { "否" });
        if let Some((name, relation, phone)) = &self.kin {
            put(Field::KinName, name);
            put(Field::KinRelation, relation);
            put(Field::KinPhone, phone);
        }
        RawRow { sheet: String::new(), row: 0, cells }
    }
}

/// Somewhere else than registered: another district of the city, now and then another city.
fn living(office: &Office, map: &Map, dice: &mut Dice) -> String {
    if dice.chance(20) {
        return place::elsewhere(dice).1;
    }
    match map.elsewhere(office, dice) {
        Some(other) => map.address(other, dice),
        None => place::elsewhere(dice).1,
    }
}

fn circumstances(sentence: &Sentence, alone: bool, dice: &mut Dice) -> Vec<(Field, String)> {
    let mut more = vec![
        (
            Field::EthnicGroup,
            (*dice.weighted(&[(93, "汉族"), (4, "壮族"), (2, "瑶族"), (1, "土家族")])).to_owned(),
        ),
        (
            Field::Education,
            (*dice.weighted(&[(20, "小学"), (48, "初中"), (20, "高中"), (7, "中专"), (5, "大专")]))
                .to_owned(),
        ),
        (Field::PoliticalStatus, "群众".to_owned()),
        (
            Field::FormerOccupation,
            (*dice.pick(&["务工", "个体经营", "无业", "务农", "送货司机", "厨师", "保安"])).to_owned(),
        ),
        (
            Field::Health,
            (*dice.weighted(&[(78, "健康"), (8, "高血压"), (5, "糖尿病"), (5, "腰椎间盘突出"), (4, "乙肝")]))
                .to_owned(),
        ),
        (
            Field::Skills,
            (*dice.weighted(&[
                (60, "无"),
                (12, "缝纫"),
                (9, "电工证"),
                (7, "中式烹饪"),
                (7, "汽车维修"),
                (5, "叉车证"),
            ]))
            .to_owned(),
        ),
        (
            Field::DrugHistory,
            if sentence.offence.contains("毒品") && dice.chance(50) { "是" } else { "否" }.to_owned(),
        ),
        (Field::PrisonNo, format!("44{:02}{:06}", dice.below(90) + 10, dice.below(1_000_000))),
        (
            Field::MaritalStatus,
            if alone { "未婚" } else { *dice.pick(&["未婚", "已婚", "已婚", "离异"]) }.to_owned(),
        ),
    ];
    if dice.chance(40) {
        more.push((Field::Fine, format!("罚金人民币{}元", dice.between(1, 30) * 1000)));
    }
    if !alone && dice.chance(18) {
        more.push((
            Field::Children,
            format!("{}名，{}岁", dice.pick(&["一", "一", "两"]), dice.between(3, 16)),
        ));
    }
    more
}

/// A valid number that nobody else of the city has.
fn number(county: &str, birth: Date, male: bool, given: &mut Given, dice: &mut Dice) -> String {
    loop {
        let order = 900 + 2 * dice.between(0, 49) + i32::from(male);
        let seventeen = format!("{county}{}{order}", birth.strftime("%Y%m%d"));
        let number = format!("{seventeen}{}", check_character(&seventeen));
        if given.numbers.insert(number.clone()) {
            return number;
        }
    }
}

/// ISO 7064 MOD 11-2 over seventeen digits.
pub(crate) fn check_character(seventeen: &str) -> char {
    let sum: u32 =
        seventeen.bytes().rev().zip(1_u32..).map(|(d, n)| u32::from(d - b'0') * (1 << n) % 11).sum();
    match (12 - sum % 11) % 11 {
        10 => 'X',
        digit => char::from(b'0' + digit as u8),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_character_is_that_of_the_standards_examples() {
        assert_eq!(check_character("11010519491231002"), 'X');
        assert_eq!(check_character("44052418800101001"), '4');
    }
}
