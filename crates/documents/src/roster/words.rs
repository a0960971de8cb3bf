//! Understands single cells: blank words, yes and no, counts, telephones, levels.
//!
//! What is not understood is left out with a warning, never guessed. Nothing here keeps a
//! row out, and nothing here knows more than one cell at a time, except that 同上 refers to
//! the registered address.

use super::{field::Field, interpret::Findings, term::chinese_number};
use reference::text;

/// The text unless it says that nothing is known or there is nothing.
pub(super) fn told(cell: &str) -> Option<String> {
    let value = text::clean(cell);
    (!text::is_blank_word(&value)).then_some(value)
}

/// The text unless nothing is known: 无 is an answer here.
pub(super) fn said(cell: &str) -> Option<String> {
    let value = text::clean(cell);
    let is_answer = matches!(value.as_str(), "无" | "無" | "没有" | "0");
    (is_answer || !text::is_blank_word(&value)).then_some(value)
}

/// Where the person will live, 同上 resolved.
pub(super) fn living_address(hukou_address: &str, findings: &mut Findings<'_>) -> Option<String> {
    let written = told(findings.raw.cell(Field::LivingAddress))?;
    let plain = text::simplified(&text::compact(&written));
    let same =
        ["同上", "同户籍", "同户籍地", "同户籍地址", "与户籍地址一致", "同户籍所在地", "与户籍一致", "同左"];
    if !same.contains(&plain.as_str()) {
        return Some(written);
    }
    if hukou_address.is_empty() {
        findings.warning(Field::LivingAddress, "address_missing", "居住地址写“同上”，但户籍地址是空的。");
        return None;
    }
    Some(hukou_address.to_owned())
}

/// The division code beside the registered address.
pub(super) fn hukou_code(findings: &mut Findings<'_>) -> Option<String> {
    let written = told(findings.raw.cell(Field::HukouCode))?;
    let code = text::compact(&written);
    let digits = code.strip_suffix(".0").unwrap_or(&code).trim_start_matches('\'');
    if digits.bytes().all(|b| b.is_ascii_digit()) && matches!(digits.len(), 6 | 9 | 12) {
        return Some(digits.to_owned());
    }
    findings.warning(
        Field::HukouCode,
        "division_code_unreadable",
        "区划代码应为 6 位（或 9 位、12 位）数字，未采用。",
    );
    None
}

/// Yes, no, or not known.
pub(super) fn yes_no(field: Field, findings: &mut Findings<'_>) -> Option<bool> {
    let written = text::simplified(&text::compact(findings.raw.cell(field))).to_lowercase();
    let yes = ["是", "有", "三无", "累犯"];
    let no = ["否", "无", "没", "非", "不是", "不属于", "未"];
    let nothing_known = ["不详", "不明", "待", "未知", "未填", "未详"];
    let verdict = match written.as_str() {
        "1" | "y" | "yes" | "true" | "√" | "✓" | "✔" | "☑" | "对" => Some(true),
        "0" | "n" | "no" | "false" | "×" | "x" | "✗" | "✘" | "☐" => Some(false),
        word if nothing_known.iter().any(|w| word.starts_with(w)) => return None,
        word if yes.iter().any(|w| word.starts_with(w)) => Some(true),
        word if no.iter().any(|w| word.starts_with(w)) => Some(false),
        word if text::is_blank_word(word) => return None,
        _ => None,
    };
    if verdict.is_none() {
        findings.warning(
            field,
            "yes_no_unreadable",
            format!("“{}”应填“是”或“否”，未采用。", field.heading()),
        );
    }
    verdict
}

/// The number of earlier convictions.
pub(super) fn prior_terms(findings: &mut Findings<'_>) -> Option<u32> {
    let written = text::simplified(&text::compact(findings.raw.cell(Field::PriorTerms)));
    let bare = written.trim_end_matches(".0").trim_end_matches('次').trim_end_matches('个');
    let count = match bare {
        "" => return None,
        "无" | "没有" | "初犯" | "无前科" => Some(0),
        number => number.parse().ok().or_else(|| chinese_number(&number.replace('两', "二"))),
    };
    let count = count.filter(|n| *n < 100);
    if count.is_none() && !text::is_blank_word(bare) {
        findings.warning(Field::PriorTerms, "prior_terms_unreadable", "前科次数应填数字，未采用。");
    }
    count
}

/// The telephone as written, with a warning if it can hardly be dialled.
pub(super) fn kin_phone(findings: &mut Findings<'_>) -> Option<String> {
    let written = told(findings.raw.cell(Field::KinPhone))?;
    let good =
        written.split(['/', '、', ',', ';', '，', '；', '或', ' ']).any(is_phone) || is_phone(&written);
    if !good {
        findings.warning(
            Field::KinPhone,
            "phone_unusual",
            "电话号码的位数或写法不寻常，可能拨不通，请核对。",
        );
    }
    Some(written)
}

fn is_phone(text: &str) -> bool {
    let digits: String = text.chars().filter(|c| !matches!(c, '-' | ' ' | '(' | ')' | '—' | '–')).collect();
    let digits = digits.strip_prefix("+86").unwrap_or(&digits);
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    match digits.as_bytes() {
        [b'1', second, ..] => digits.len() == 11 && *second >= b'3',
        [b'0', ..] => (10..=12).contains(&digits.len()),
        [b'2'..=b'8', ..] => (7..=8).contains(&digits.len()),
        _ => false,
    }
}

/// The level of risk: 低, 中 or 高.
pub(super) fn risk(findings: &mut Findings<'_>) -> Option<String> {
    let written = told(findings.raw.cell(Field::Risk))?;
    let found = ["高", "中", "低"].into_iter().find(|level| written.contains(level));
    if found.is_none() {
        findings.warning(Field::Risk, "risk_unreadable", "危险性评估应填低、中或高，未采用。");
    }
    found.map(str::to_owned)
}
