//! Who the row is about: name, number, sex and date of birth, held against each other.
//!
//! The number is the measure (GB 11643): it carries birth and sex, so a cell that says
//! otherwise is shown side by side with it and the row waits for a person. Nobody's name
//! may be guessed: a placeholder for a character the sender could not type is a problem.

use super::{field::Field, interpret::Findings};
use jiff::civil::Date;
use reference::{
    date_text,
    id_number::{IdNumber, IdProblem, Sex, division_warning},
    text,
};

/// The longest believable name in characters.
const LONGEST_NAME: usize = 40;

/// What identifies the person.
pub(super) struct Identity {
    pub name: String,
    pub sex: u8,
    pub birth: Date,
    pub id_number: String,
}

/// Reads the identity; none if a problem was found in it.
pub(super) fn read(findings: &mut Findings<'_>) -> Option<Identity> {
    if let Some(column) = number_elsewhere(findings) {
        findings.problem(
            Field::IdNumber,
            "columns_swapped",
            format!(
                "“{}”一列里写的是身份证号码，“公民身份号码”一列里不是，可能两列填反了或整行错位。请核对整行。",
                column.heading()
            ),
        );
        return None;
    }
    let name = match person_name(findings.raw.cell(Field::Name)) {
        Ok(name) => Some(name),
        Err((code, message)) => {
            findings.problem(Field::Name, code, message);
            None
        }
    };
    if name.as_ref().is_some_and(|name| name.contains('〇')) {
        findings.warning(Field::Name, "name_zero", "姓名中有“〇”，可能代替了打不出的字，请核对。");
    }
    let written = unwrapped(findings.raw.cell(Field::IdNumber));
    let number = match IdNumber::parse(written) {
        Ok(number) => Some(number),
        Err(IdProblem::Checksum) if !text::is_blank_word(findings.raw.cell(Field::IdReason)) => {
            return as_written(name, text::compact(written).to_ascii_uppercase(), findings);
        }
        Err(problem) => {
            findings.problem(Field::IdNumber, problem.code(), problem.message());
            None
        }
    };
    if let Some(warning) = number.as_ref().and_then(division_warning) {
        findings.warning(Field::IdNumber, "id_division", warning);
    }
    let birth = birth(number.as_ref(), findings);
    let sex = sex(number.as_ref(), findings);
    Some(Identity { name: name?, sex: sex?, birth: birth?, id_number: number?.as_str().to_owned() })
}

/// A number whose check character is wrong and which is taken as written, for a reason that is kept: birth and
/// sex cannot be read from it and must be told.
fn as_written(name: Option<String>, id_number: String, findings: &mut Findings<'_>) -> Option<Identity> {
    findings.warning(Field::IdNumber, "id_as_written", "号码校验位不符，已按所写理由原样采用。");
    for (field, heading) in [(Field::Birth, "出生日期"), (Field::Sex, "性别")] {
        if text::is_blank_word(findings.raw.cell(field)) {
            let message = format!("号码校验位不符时，{heading}无法从号码得知，请填写。");
            findings.problem(field, "needed_with_reason", message);
        }
    }
    let (birth, sex) = (birth(None, findings), sex(None, findings));
    Some(Identity { name: name?, sex: sex?, birth: birth?, id_number })
}

/// The number inside `="…"`, as programs write it into CSV to keep its digits.
fn unwrapped(cell: &str) -> &str {
    let trimmed = cell.trim();
    trimmed.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(trimmed)
}

/// The column that holds a good number while the column of numbers does not.
fn number_elsewhere(findings: &Findings<'_>) -> Option<Field> {
    let good = |field| IdNumber::parse(unwrapped(findings.raw.cell(field))).is_ok();
    if good(Field::IdNumber) {
        return None;
    }
    [
        Field::Seq,
        Field::Name,
        Field::FormerName,
        Field::Sex,
        Field::Birth,
        Field::EthnicGroup,
        Field::Education,
        Field::HukouAddress,
        Field::HukouCode,
        Field::PrisonNo,
    ]
    .into_iter()
    .find(|field| good(*field))
}

fn birth(number: Option<&IdNumber>, findings: &mut Findings<'_>) -> Option<Date> {
    let written = findings.raw.cell(Field::Birth);
    if text::is_blank_word(written) {
        if number.is_some() {
            findings.warning(Field::Birth, "birth_missing", "没有填出生日期，已按身份证号码补上。");
        }
        return number.map(IdNumber::birth);
    }
    match (date_text::parse(written), number) {
        (Ok(date), Some(number)) if date != number.birth() => {
            findings.problem(
                Field::Birth,
                "birth_contradicts_id",
                format!(
                    "出生日期写的是 {date}，身份证号码中是 {}，两者不一致。请核对哪一个正确。",
                    number.birth()
                ),
            );
            None
        }
        (Ok(date), _) => Some(date),
        (Err(_), Some(number)) if says_month(written, number.birth()) => {
            findings.warning(
                Field::Birth,
                "birth_incomplete",
                "出生日期只写到月份，已按身份证号码补上日期。",
            );
            Some(number.birth())
        }
        (Err(problem), _) => {
            findings.problem(
                Field::Birth,
                "birth_unreadable",
                format!("出生日期无法识别：{}", problem.message()),
            );
            None
        }
    }
}

/// Whether the text is year and month of the date and nothing else: 1980.01, 1980年1月.
fn says_month(written: &str, birth: Date) -> bool {
    let plain = text::compact(written);
    let numbers: Vec<&str> =
        plain.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let (year, month) = match numbers.as_slice() {
        [year, month] => (*year, *month),
        [both] if both.len() == 6 => both.split_at(4),
        _ => return false,
    };
    year.parse() == Ok(birth.year()) && month.parse() == Ok(birth.month())
}

fn sex(number: Option<&IdNumber>, findings: &mut Findings<'_>) -> Option<u8> {
    let by_number = number.map(|number| match number.sex() {
        Sex::Male => 1,
        Sex::Female => 2,
    });
    let written = text::compact(findings.raw.cell(Field::Sex)).to_lowercase();
    let said = match written.as_str() {
        "男" | "男性" | "1" | "m" | "male" => 1,
        "女" | "女性" | "2" | "f" | "female" => 2,
        blank if text::is_blank_word(blank) => {
            if number.is_some() {
                findings.warning(Field::Sex, "sex_missing", "没有填性别，已按身份证号码补上。");
            }
            return by_number;
        }
        _ => {
            findings.problem(Field::Sex, "sex_unreadable", "性别应填“男”或“女”，请更正。");
            return None;
        }
    };
    if by_number.is_some_and(|by_number| by_number != said) {
        let word = |sex| if sex == 1 { "男" } else { "女" };
        findings.problem(
            Field::Sex,
            "sex_contradicts_id",
            format!(
                "性别写的是“{}”，身份证号码中是“{}”，两者不一致。请核对哪一个正确。",
                word(said),
                word(3 - said)
            ),
        );
        return None;
    }
    Some(said)
}

/// The name in one spelling of spaces and middle dots, or what is wrong with it.
fn person_name(written: &str) -> Result<String, (&'static str, String)> {
    let name = text::clean(written);
    if written.chars().any(is_placeholder) {
        return Err((
            "name_placeholder",
            "姓名中有打不出的字或占位符号。请写出这个字，或用“曾用名”“备注”说明读音和字形后改正姓名。"
                .to_owned(),
        ));
    }
    if text::is_blank_word(&name) || name == "无名氏" {
        return Err(("name_missing", "没有填姓名。请向监所核实后补上。".to_owned()));
    }
    let has_han = name.chars().any(is_han);
    if name.chars().any(|c| "<>=@{}[]|\\;\"$%&#+/!".contains(c) || c.is_ascii_digit())
        || (has_han && name.chars().any(|c| c.is_ascii_alphabetic() || "()".contains(c)))
    {
        return Err((
            "name_characters",
            "姓名中有不属于姓名的字符（数字、符号、字母或括号）。若是用拼音代替的生僻字，请改为汉字。"
                .to_owned(),
        ));
    }
    if has_han && name.contains('某') {
        return Err(("name_masked", "姓名经过隐名处理（“某”）。请填写真实姓名。".to_owned()));
    }
    let name = if has_han { one_spelling(&name) } else { name };
    match name.chars().count() {
        1 => Err(("name_incomplete", "姓名只有一个字，可能不完整。请核对。".to_owned())),
        2..=LONGEST_NAME => Ok(name),
        _ => Err(("name_too_long", "姓名过长，可能填错了列。请核对。".to_owned())),
    }
}

/// Without spaces, and with the middle dot that the standard prescribes for names.
fn one_spelling(name: &str) -> String {
    name.chars().filter(|c| *c != ' ').map(|c| if "•・．.∙‧●⋅".contains(c) { '·' } else { c }).collect()
}

fn is_placeholder(c: char) -> bool {
    matches!(c, '□' | '■' | '?' | '？' | '*' | '＊' | '※' | '\u{FFFD}' | '○' | '◇' | '◆' | '▢' | '_' | '＿')
        || matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
        || matches!(c, '\u{2FF0}'..='\u{2FFF}')
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(name: &str) -> &'static str {
        person_name(name).map_or_else(|(code, _)| code, |_| "ok")
    }

    #[test]
    fn names_of_all_peoples_are_names() {
        for (written, expected) in [
            ("张三", "张三"),
            ("张　三", "张三"),
            ("欧阳修远 ", "欧阳修远"),
            ("阿卜杜拉.艾合买提", "阿卜杜拉·艾合买提"),
            ("古丽娜尔•依明", "古丽娜尔·依明"),
            ("𬭎𨐈", "𬭎𨐈"),
            ("John  Smith", "John Smith"),
            ("Nguyễn Văn A", "Nguyễn Văn A"),
            ("刘〇", "刘〇"),
        ] {
            assert_eq!(person_name(written).as_deref(), Ok(expected), "{written}");
        }
    }

    #[test]
    fn what_is_no_name_is_told_apart() {
        for (written, expected) in [
            ("", "name_missing"),
            ("不详", "name_missing"),
            ("张□", "name_placeholder"),
            ("张?", "name_placeholder"),
            ("张＊", "name_placeholder"),
            ("张\u{E863}", "name_placeholder"),
            ("张\u{FFFD}", "name_placeholder"),
            ("张(jie)", "name_characters"),
            ("=1+1", "name_characters"),
            ("<b>张三</b>", "name_characters"),
            ("张某某", "name_masked"),
            ("张", "name_incomplete"),
        ] {
            assert_eq!(code(written), expected, "{written}");
        }
    }

    #[test]
    fn year_and_month_of_the_birth_are_recognised() {
        let birth = jiff::civil::date(1980, 1, 5);
        for written in ["1980.01", "1980年1月", "198001", "1980-1"] {
            assert!(says_month(written, birth), "{written}");
        }
        for written in ["1980.02", "1981年1月", "1980", "1980-01-05", "约1980"] {
            assert!(!says_month(written, birth), "{written}");
        }
    }
}
