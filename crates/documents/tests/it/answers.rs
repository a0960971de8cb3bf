//! Questions out and answers back: what goes out says no more than is asked, what comes back is read as written.

use crate::given::{sheet, text_row, workbook};
use documents::{
    Limits,
    answers::{Question, read, write},
};
use std::io::{Cursor, Read};

fn question() -> Question {
    Question {
        check: "甲-1|name|0f".into(),
        case_no: "甲-1".into(),
        name: "张某".into(),
        prison_no: "3301".into(),
        item: "姓名".into(),
        sent: "=张某".into(),
        found: "张小某".into(),
    }
}

fn part(book: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).expect("an archive");
    let mut text = String::new();
    archive.by_name(name).expect("a part").read_to_string(&mut text).expect("text");
    text
}

#[test]
fn what_was_asked_is_locked_the_answer_is_chosen_and_the_check_is_hidden() {
    let book = write(&[question()]).expect("written");
    let sheet = part(&book, "xl/worksheets/sheet1.xml");
    for wanted in ["<sheetProtection", "sqref=\"H2\"", "接受,更正为,有异议", "hidden=\"1\""] {
        assert!(sheet.contains(wanted), "{wanted}");
    }
    assert!(!sheet.contains("<f>"), "a text that looks like a formula stays a text");
    assert!(part(&book, "xl/styles.xml").contains("locked=\"0\""), "the answer can be written");
}

#[test]
fn an_untouched_workbook_comes_back_without_answers() {
    let answers = read(&write(&[question()]).expect("written"), &Limits::default()).expect("read");
    assert_eq!(answers.len(), 1);
    assert_eq!((answers[0].row, answers[0].check.as_str()), (2, "甲-1|name|0f"));
    assert!(answers[0].reply.is_empty() && answers[0].value.is_empty() && answers[0].text.is_empty());
}

#[test]
fn a_filled_row_is_read_wherever_its_columns_were_moved_and_other_rows_are_nobodys() {
    let rows = text_row(1, &["某监狱", "填表"])
        + &text_row(2, &["答复", "说明", "核对码（请勿改动）", "更正为"])
        + &text_row(3, &["更正为", "重新核对", "甲-1|name|0f", "张晓某"])
        + &text_row(4, &["接受", "合计"]);
    let book = workbook(&[("核查反馈", "visible", &sheet("", &rows))], &[]);
    let answers = read(&book, &Limits::default()).expect("read");
    let [answer] = answers.as_slice() else { panic!("{answers:?}") };
    assert_eq!((answer.row, answer.reply.as_str(), answer.value.as_str()), (3, "更正为", "张晓某"));
    assert_eq!(answer.text, "重新核对");
    assert!(!format!("{answer:?}").contains("张晓某"));
}

#[test]
fn another_file_is_refused_with_a_sentence() {
    let other = workbook(&[("一", "visible", &sheet("", &text_row(1, &["姓名"])))], &[]);
    let code = |bytes: &[u8]| read(bytes, &Limits::default()).expect_err("refused").code;
    assert_eq!(code(&other), "no_header");
    assert_eq!(code(b"%PDF-1.4"), "other_format");
    assert_eq!(code(b"PK\x03\x04 broken"), "damaged");
}
