//! Tells what a row below or above the headings is that describes no person: repeated
//! headings, totals, notes, signatures, the example of the template, a line that names the
//! custodial place of the rows below it.
//!
//! In doubt a row is a person: a quarantined total costs a glance, a person taken for a
//! note is lost. No value of a person is judged here.

use super::{field::Field, header::Cells};
use reference::{organisation, text};
use std::collections::BTreeMap;

/// How the first cell of a total, a note or a signature line begins.
const MARKS: &[&str] = &[
    "合计",
    "总计",
    "小计",
    "共计",
    "累计",
    "总数",
    "总人数",
    "本页",
    "注:",
    "注1",
    "注释",
    "备注",
    "说明",
    "填表",
    "填报",
    "制表",
    "审核",
    "审批",
    "复核",
    "经办",
    "负责人",
    "单位",
    "联系人:",
    "联系电话",
    "打印",
    "报送",
    "第",
    "共",
    "以上",
    "以下空白",
    "此表",
    "本表",
];

/// Labels in front of the name of a custodial place.
const LABELS: &[&str] = &[
    "监狱名称",
    "监所名称",
    "收押监所",
    "关押监所",
    "服刑监所",
    "服刑监狱",
    "所在监狱",
    "关押单位",
    "填报单位",
    "报送单位",
    "单位名称",
    "监狱",
    "监所",
    "单位",
];

/// The custodial place that a row above the headings names with a label: 填报单位：广东省从化监狱.
pub(super) fn labelled_place(cells: &Cells) -> Option<String> {
    let named = |(_, cell): &(u32, String)| {
        let plain = text::compact(beginning(cell));
        let rest = without_label(&plain)?;
        organisation::custody(rest).map(|_| rest.to_owned())
    };
    cells.iter().find_map(named)
}

/// The custodial place that a row below the headings names for the rows after it, and nothing else:
/// 监狱：广东省从化监狱（25人）, 一、番禺监狱.
pub(super) fn place_line(cells: &Cells) -> Option<String> {
    if cells.len() > 4 {
        return None;
    }
    let whole: String = cells.iter().map(|(_, cell)| text::compact(beginning(cell))).collect();
    let plain = without_count(without_number(&whole));
    let rest = without_label(plain).unwrap_or(plain);
    organisation::custody(rest).map(|_| rest.to_owned())
}

fn without_label(plain: &str) -> Option<&str> {
    let rest = LABELS.iter().find_map(|label| plain.strip_prefix(label))?;
    let rest = rest.strip_prefix("(盖章)").or_else(|| rest.strip_prefix("(章)")).unwrap_or(rest);
    rest.strip_prefix(':')
}

/// Without a running number in front: 一、 (二) 3.
fn without_number(plain: &str) -> &str {
    let rest = plain.trim_start_matches(|c: char| c.is_ascii_digit() || "(一二三四五六七八九十".contains(c));
    match rest.strip_prefix(['、', '.', ')']) {
        Some(rest) => rest,
        None => plain,
    }
}

/// Without a count of heads at the end: （25人）, 共25人, 25名.
fn without_count(plain: &str) -> &str {
    let Some(rest) = plain.trim_end_matches(')').strip_suffix(['人', '名']) else { return plain };
    let rest = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    rest.trim_end_matches(['共', '计', ':', ',', '(', '有'])
}

/// As much of a cell as can matter for telling what a row is.
pub(super) fn beginning(text: &str) -> &str {
    const CHARACTERS: usize = 64;
    text.char_indices().nth(CHARACTERS).map_or(text, |(end, _)| &text[..end])
}

/// Why a row below the headings is no person, if it clearly is none.
pub(super) fn not_a_person(
    cells: &BTreeMap<Field, String>,
    first: &str,
    filled: usize,
) -> Option<&'static str> {
    let cell = |field| cells.get(&field).map_or("", String::as_str);
    let name = text::compact(beginning(cell(Field::Name)));
    if Field::from_heading(&name) == Some(Field::Name)
        || Field::from_heading(cell(Field::IdNumber)) == Some(Field::IdNumber)
    {
        return Some("重复的表头");
    }
    if ["示例", "(示例", "样例", "(样例", "例:"].iter().any(|start| name.starts_with(start)) {
        return Some("模板的示例行");
    }
    let digits = |field| cell(field).chars().filter(char::is_ascii_digit).count();
    if digits(Field::IdNumber) >= 6 || digits(Field::EndsOn) >= 4 {
        return None;
    }
    let marked = |text: &str| MARKS.iter().any(|mark| text.starts_with(mark));
    let is_sum = |text: &str| MARKS[..6].iter().any(|mark| text.starts_with(mark));
    if is_sum(first) || is_sum(&name) {
        return Some("合计行");
    }
    let nameless = name.is_empty() && cell(Field::IdNumber).trim().is_empty();
    if marked(first) && (nameless || filled <= 3 || first.contains(':')) {
        return Some("说明或签名行");
    }
    if filled == 1 && cells.contains_key(&Field::Seq) && first.chars().all(|c| c.is_ascii_digit()) {
        return Some("只有序号的空行");
    }
    if nameless && cell(Field::EndsOn).trim().is_empty() && filled <= 3 {
        return Some("没有姓名、证件号码和刑期止日的说明行");
    }
    (filled == 1 && first.chars().count() > 15).then_some("说明文字")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(all: &[&str]) -> Cells {
        (0..).zip(all).map(|(column, text)| (column, (*text).to_owned())).collect()
    }

    #[test]
    fn a_line_that_names_a_place_and_nothing_else_is_understood_in_every_usual_writing() {
        for line in [
            &["监狱：广东省从化监狱"][..],
            &["监狱:", "从化监狱"],
            &["广东省从化监狱（25人）"],
            &["从化监狱", "共25人"],
            &["一、广东省从化监狱"],
            &["（二）关押单位：从化监狱 3名"],
            &["2. 从化监狱"],
        ] {
            let place = place_line(&cells(line)).unwrap_or_default();
            let known = organisation::custody(&place).map(|place| place.id);
            assert_eq!(known, organisation::custody("从化监狱").map(|place| place.id), "{line:?}");
        }
    }

    #[test]
    fn a_person_or_a_note_is_no_line_of_a_place() {
        for line in [
            &["1", "陈大文", "440106198001010019", "从化监狱"][..],
            &["注：从化监狱的人员另报"],
            &["合计", "25人"],
            &["某某监狱"],
        ] {
            assert_eq!(place_line(&cells(line)), None, "{line:?}");
        }
        assert_eq!(labelled_place(&cells(&["广东省从化监狱拟刑满释放人员信息表"])), None);
        assert_eq!(labelled_place(&cells(&["填报单位（盖章）：从化监狱"])).as_deref(), Some("从化监狱"));
    }
}
