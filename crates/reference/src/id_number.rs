//! Identity numbers (公民身份号码, GB 11643): reading what people typed, checking, and what the digits say.
//!
//! A parsed number always has eighteen characters, so two spellings of one number are equal. It is personal:
//! `Debug` shows nothing of it and no error repeats it. A place code that never was in force is a warning,
//! never a refusal, because old cards carry codes that no table knows.

use crate::{division, text};
use jiff::civil::Date;
use std::fmt;

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_CHARACTERS: [u8; 11] = *b"10X98765432";

/// A valid identity number: eighteen characters, the last a digit or a capital X.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct IdNumber {
    number: String,
    birth: Date,
}

impl fmt::Debug for IdNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// Why a text is no identity number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IdProblem {
    /// Empty, or a word for nothing.
    Missing,
    /// Neither 15 nor 18 characters.
    Length,
    /// A character that no number has, such as the letter O.
    Character,
    /// The last character does not fit the others.
    Checksum,
    /// No such day of birth.
    Birth,
    /// A spreadsheet program has rounded the number; its last digits are lost.
    Rounded,
}

impl IdProblem {
    /// Stable code for lists and interfaces.
    pub fn code(self) -> &'static str {
        match self {
            IdProblem::Missing => "id_missing",
            IdProblem::Length => "id_length",
            IdProblem::Character => "id_character",
            IdProblem::Checksum => "id_checksum",
            IdProblem::Birth => "id_birth",
            IdProblem::Rounded => "id_rounded",
        }
    }

    /// What is wrong and what to do, for the person at the screen.
    pub fn message(self) -> &'static str {
        match self {
            IdProblem::Missing => "没有填写公民身份号码，请补填；确实没有的，请在备注中说明。",
            IdProblem::Length => "公民身份号码应为18位（旧号15位），位数不对，请对照证件核对。",
            IdProblem::Character => {
                "公民身份号码中有不应出现的字符，常见的是把数字0写成字母O、把1写成字母l，请对照证件改正。"
            }
            IdProblem::Checksum => "公民身份号码的校验位不符，可能有一位写错或两位写反，请对照证件逐位核对。",
            IdProblem::Birth => "公民身份号码中的出生日期不存在，请对照证件核对第7至14位。",
            IdProblem::Rounded => {
                "公民身份号码被表格软件当作数值舍入，末几位已丢失。请把该列设为“文本”格式后重新填写。"
            }
        }
    }
}

impl fmt::Display for IdProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for IdProblem {}

/// Sex as the seventeenth digit tells it (GB/T 2261.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sex {
    /// 男, code 1.
    Male,
    /// 女, code 2.
    Female,
}

impl Sex {
    /// 男 or 女.
    pub fn name(self) -> &'static str {
        match self {
            Sex::Male => "男",
            Sex::Female => "女",
        }
    }

    /// Code of GB/T 2261.1.
    pub fn code(self) -> &'static str {
        match self {
            Sex::Male => "1",
            Sex::Female => "2",
        }
    }
}

impl IdNumber {
    /// Reads 18 or 15 digits with spaces, full-width digits, a small x or a leading apostrophe.
    pub fn parse(text: &str) -> Result<IdNumber, IdProblem> {
        if text::is_blank_word(text) {
            return Err(IdProblem::Missing);
        }
        let plain = text::compact(text);
        let plain = plain.trim_start_matches(['\'', '‘', '’', '`', '′']).to_ascii_uppercase();
        if looks_rounded(&plain) {
            return Err(IdProblem::Rounded);
        }
        if let Some(problem) = shape_problem(&plain) {
            return Err(problem);
        }
        match plain.len() {
            15 => from_fifteen(&plain),
            _ => from_eighteen(plain),
        }
    }

    /// The eighteen characters. Personal: never log or print them.
    pub fn as_str(&self) -> &str {
        &self.number
    }

    /// The day of birth in the number.
    pub fn birth(&self) -> Date {
        self.birth
    }

    /// The sex in the number.
    pub fn sex(&self) -> Sex {
        let odd = self.number.as_bytes().get(16).is_some_and(|digit| digit % 2 == 1);
        if odd { Sex::Male } else { Sex::Female }
    }

    /// The first six digits: the county where the number was first given, as coded then.
    pub fn division(&self) -> &str {
        &self.number[..6]
    }

    /// The first and last four characters with stars between, for lists.
    pub fn masked(&self) -> String {
        format!("{}**********{}", &self.number[..4], &self.number[14..])
    }
}

/// Scientific notation or a decimal point: the cell was a number.
fn looks_rounded(plain: &str) -> bool {
    plain.starts_with(|c: char| c.is_ascii_digit())
        && (plain.contains('.') || plain.contains("E+"))
        && plain.chars().all(|c| c.is_ascii_digit() || ".E+".contains(c))
}

/// Wrong length or characters. Length is judged first, a stray word is not "a wrong character".
fn shape_problem(plain: &str) -> Option<IdProblem> {
    let length = plain.chars().count();
    if length != 15 && length != 18 {
        return Some(IdProblem::Length);
    }
    let digits = plain.strip_suffix('X').filter(|_| length == 18).unwrap_or(plain);
    (!digits.chars().all(|c| c.is_ascii_digit())).then_some(IdProblem::Character)
}

/// Old numbers lack the century, always 19, and the check character.
fn from_fifteen(plain: &str) -> Result<IdNumber, IdProblem> {
    let seventeen = format!("{}19{}", &plain[..6], &plain[6..]);
    let birth = birth_of(&seventeen)?;
    let check = char::from(check_character(&seventeen));
    Ok(IdNumber { number: format!("{seventeen}{check}"), birth })
}

fn from_eighteen(plain: String) -> Result<IdNumber, IdProblem> {
    let fits = plain.as_bytes()[17] == check_character(&plain[..17]);
    if !fits && plain.ends_with("000") {
        return Err(IdProblem::Rounded);
    }
    let birth = birth_of(&plain)?;
    if fits { Ok(IdNumber { number: plain, birth }) } else { Err(IdProblem::Checksum) }
}

fn birth_of(digits: &str) -> Result<Date, IdProblem> {
    let part = |from: usize, to: usize| digits[from..to].parse::<i16>().map_err(|_| IdProblem::Birth);
    let (year, month, day) = (part(6, 10)?, part(10, 12)?, part(12, 14)?);
    if !(1880..=2199).contains(&year) {
        return Err(IdProblem::Birth);
    }
    Date::new(year, month as i8, day as i8).map_err(|_| IdProblem::Birth)
}

/// The check character of seventeen digits (ISO 7064 MOD 11-2).
fn check_character(digits: &str) -> u8 {
    let sum: u32 = digits.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    CHECK_CHARACTERS[(sum % 11) as usize]
}

/// A sentence if the place code of the number was in force in no year since the birth (at the earliest 1984,
/// when numbers were first given). The number stays valid.
pub fn division_warning(id: &IdNumber) -> Option<String> {
    let from_year = id.birth().year().max(1984);
    if division::existed_since(id.division(), from_year) {
        return None;
    }
    let history = match division::find(id.division()).last() {
        Some(old) => format!("行政区划代码{}（{}）早已停用", old.code, old.name),
        None => "前6位不是任何年份的行政区划代码".to_owned(),
    };
    Some(format!("公民身份号码{history}，号码可能有误，请对照证件核对。"))
}

#[cfg(test)]
mod tests {
    use super::*;

    // The published example of GB 11643; it belongs to nobody.
    const EXAMPLE: &str = "11010519491231002X";

    #[test]
    fn the_example_of_the_standard_is_read_in_every_spelling() {
        let plain = IdNumber::parse(EXAMPLE).unwrap();
        for spelling in [
            "11010519491231002x",
            " 110105 19491231 002X\t",
            "'11010519491231002X",
            "１１０１０５１９４９１２３１００２Ｘ",
            "110105\u{200B}19491231002X",
        ] {
            assert_eq!(IdNumber::parse(spelling), Ok(plain.clone()), "{spelling:?}");
        }
        assert_eq!(plain.birth(), jiff::civil::date(1949, 12, 31));
        assert_eq!(plain.sex(), Sex::Female);
        assert_eq!(plain.division(), "110105");
        assert_eq!(plain.masked(), "1101**********002X");
        assert_eq!(format!("{plain:?}"), "[redacted]");
    }

    #[test]
    fn id15_becomes_id18_of_the_same_person() {
        let old = IdNumber::parse("110105491231002").unwrap();
        assert_eq!(old.as_str(), EXAMPLE);
    }

    #[test]
    fn every_single_wrong_digit_and_every_swap_of_neighbours_is_refused() {
        for number in [EXAMPLE, "34052419800101001X"] {
            assert!(IdNumber::parse(number).is_ok());
            for at in 0..17 {
                for wrong in ('0'..='9').filter(|digit| !number[at..].starts_with(*digit)) {
                    let text = format!("{}{wrong}{}", &number[..at], &number[at + 1..]);
                    assert!(IdNumber::parse(&text).is_err(), "{text}");
                }
                let mut swapped: Vec<char> = number.chars().collect();
                swapped.swap(at, at + 1);
                let swapped: String = swapped.into_iter().collect();
                assert!(swapped == number || IdNumber::parse(&swapped).is_err(), "{swapped}");
            }
        }
    }

    #[test]
    fn each_fault_has_its_own_code() {
        for (text, code) in [
            ("", "id_missing"),
            ("不详", "id_missing"),
            ("待查", "id_missing"),
            ("1101051949123100", "id_length"),
            ("110105194912310020", "id_checksum"),
            ("110105194912310O2X", "id_character"),
            ("1101051949123l002X", "id_character"),
            ("1101051949X231002X", "id_character"),
            ("110105194913310028", "id_birth"),
            ("110105490230002", "id_birth"),
            ("11010549123100X", "id_character"),
            ("1.10105E+17", "id_rounded"),
            ("1.10105E17", "id_rounded"),
            ("440103199001010000", "id_rounded"),
            ("110105194912310000.0", "id_rounded"),
            ("身份证遗失", "id_length"),
        ] {
            assert_eq!(IdNumber::parse(text).map_err(IdProblem::code), Err(code), "{text:?}");
        }
    }

    #[test]
    fn an_old_place_code_is_accepted_and_one_abolished_before_birth_is_warned_about() {
        // 440102 东山区 ended with 2004.
        let before = with_check("44010220000101001").unwrap();
        assert_eq!(division_warning(&before), None);
        let after = with_check("44010220060101001").unwrap();
        assert!(division_warning(&after).unwrap().contains("东山区"));
        let nowhere = with_check("99010220060101001").unwrap();
        assert!(division_warning(&nowhere).unwrap().contains("前6位"));
    }

    fn with_check(seventeen: &str) -> Result<IdNumber, IdProblem> {
        "0123456789X"
            .chars()
            .find_map(|check| IdNumber::parse(&format!("{seventeen}{check}")).ok())
            .ok_or(IdProblem::Checksum)
    }
}
