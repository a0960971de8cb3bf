//! Papers of a fixed fictitious case: what stands on them, who gets them, that a look precedes them. What
//! each form says is kept as a text and as the word processor's XML, so that a change is seen in review.

use crate::given::{
    House, OFFICE, asker, city, code, console, district, head, id_number, name, neighbour, person, prison,
    worker,
};
use database::{Db, Tx};
use documents::{
    paper::{Block, Paper, Row, docx},
    roster::Field,
};
use domain::{
    kernel::Role,
    paper::{Form, SHEETS},
};
use jiff::civil::date;
use serde_json::json;
use service::{Asker, paper::Wanted};
use std::{
    fs,
    io::{Cursor, Read},
    path::Path,
};

on_both!(
    every_form_of_a_fixed_case_is_filled_as_kept,
    empty_forms_can_be_taken_along_before_anything_happened,
    only_for_a_purpose_does_a_paper_carry_the_whole_number,
    a_paper_is_looked_at_with_its_purpose_before_it_leaves,
    who_does_not_see_the_case_or_lacks_the_role_gets_no_paper,
    a_correction_stands_with_its_old_and_its_new_text,
    f1_is_empty_again_after_an_unusable_record_was_answered,
    a_visit_is_named_by_its_version_and_nothing_else,
    the_list_of_a_month_names_those_in_scope_and_each_is_looked_at,
    what_rests_on_a_basis_that_ran_out_says_so,
);

const PURPOSE: &str = "当面填写、签字";

pub fn for_signing() -> Wanted {
    Wanted { purpose: Wanted::purpose("sign"), ..Wanted::default() }
}

/// A case that went the whole way: verified with a correction, received, opened, agreed, visited.
pub async fn lived(house: &House) -> String {
    let cells = [
        (Field::EthnicGroup, "汉族"),
        (Field::Education, "初中"),
        (Field::MaritalStatus, "离异"),
        (Field::KinName, "冯秀英"),
        (Field::KinRelation, "姐姐"),
        (Field::KinPhone, "13800000000"),
        (Field::Health, "高血压"),
        (Field::Risk, "低"),
    ];
    house.import(vec![person(0, &cells)]).await;
    let no = house.no_of(&id_number(0)).await;
    house.s.install(&console(), "lilei", "李雷", Role::OfficeWorker, OFFICE).await.expect("installed");
    let evidence = |item: &str, outcome: &str, correct: Option<&str>, organ: &str, who: &str| {
        json!({"item": item, "outcome": outcome, "correct": correct, "organ": organ, "said_by": who,
            "means": "phone"})
    };
    let steps = [
        (worker(), "record-evidence", evidence("hukou_address", "same", None, "police", "王警官")),
        (worker(), "record-evidence", evidence("kin", "differs", Some("冯秀莲"), "family", "冯秀莲")),
        (worker(), "record-evidence", evidence("children", "unknown", None, "village", "刘主任")),
        (
            worker(),
            "verify",
            json!({"result": "02", "category": "key", "kin_phone": "13900000000",
                "living_address": "天河区员村二横路8号", "police_opinion": "户籍属实",
                "village_opinion": "家属愿意接纳", "family": "姐姐愿意接回同住"}),
        ),
        (
            prison("番禺监狱"),
            "send-notice",
            json!({"on": "2026-11-20", "letter_no": "番监通〔2026〕41号", "addressees": ["justice", "police"],
                "changes": "无", "behaviour": "遵守纪律", "contact": "狱政科 020-80000000"}),
        ),
        (
            prison("番禺监狱"),
            "send-assessment",
            json!({"on": "2026-11-20", "behaviour": "认罪悔罪", "skills": "焊工证", "danger": "low",
                "measures": "帮助就业"}),
        ),
        (district(), "receipt-notice", json!({"on": "2026-11-23", "received_by": "周科员"})),
        (
            worker(),
            "receive",
            json!({"on": "2026-11-20", "way": "03", "category": "key", "certificate_no": "（2026）番监释字第77号",
                "slip_no": "员村交〔2026〕3号", "present": "姐姐冯秀英、社工陈某", "headcount": "4",
                "health": "降压药还有十天", "relatives": "姐姐冯秀英",
                "staff": "李雷、韩梅", "place": "上午九时，番禺监狱大门", "signatories": "监所周某、司法所李雷",
                "documents": "释放证明书、判决书副本", "belongings": "衣物一包", "money": "350.5",
                "note": "途中平安"}),
        ),
        (
            worker(),
            "open-file",
            json!({"on": "2026-11-21", "phone": "13700000000", "address": "天河区员村二横路8号",
                "family": "与姐姐同住", "note": "想找工作，需要复诊", "other_phone": "13700000001",
                "education": "高中", "contact_time": "晚上七点以后", "discreet": true}),
        ),
        (
            worker(),
            "team-join",
            json!({"on": "2026-11-22", "name": "陈某", "role": "02", "organ": "员村社工站", "phone": "02080000000"}),
        ),
        (worker(), "record-placement", json!({"on": "2026-11-22", "way": "06", "place": "某餐饮公司"})),
        (head(), "assign-worker", json!({"worker": "lilei"})),
        (worker(), "sign-agreement", json!({"on": "2026-11-21", "relative": "冯秀英", "community": "陈某"})),
        (
            worker(),
            "record-visit",
            json!({"on": "2026-11-23", "way": "home", "result": "met", "place": "姐姐家", "present": "姐姐",
                "note": "住处安顿，情绪平稳。\n已约好社区医院复诊。", "needs": ["work", "health"],
                "next_on": "2026-12-20"}),
        ),
    ];
    for (who, command, fields) in steps {
        house.give(&who, &no, command, fields).await.expect(command);
    }
    no
}

pub async fn paper(house: &House, who: &Asker, no: &str, form: Form, wanted: &Wanted) -> Paper {
    house.s.paper(who, no, form, wanted).await.expect("a paper")
}

/// The texts of a paper in their order, a line for each row.
pub fn plain(paper: &Paper) -> String {
    let mut lines = vec![format!("# {}", paper.title)];
    lines.extend(paper.marks.iter().map(|m| format!("【{m}】")));
    lines.extend(paper.number.iter().map(|n| format!("编号：{n}")));
    for block in &paper.blocks {
        match block {
            Block::Fields(rows) => lines.extend(rows.iter().map(|row| match row {
                Row::Heading(text) => format!("== {text}"),
                Row::Pairs(pairs, _) => {
                    pairs.iter().map(|(l, v)| format!("{l}：{v}")).collect::<Vec<_>>().join(" | ")
                }
            })),
            Block::List { columns, rows } => {
                lines.push(columns.iter().map(|(h, _)| h.as_str()).collect::<Vec<_>>().join(" | "));
                lines.extend(rows.iter().map(|row| row.join(" | ")));
            }
            Block::Signatures(all) => {
                lines.extend(all.iter().map(|p| format!("[{}] {}", p.who, p.lines.join(" / "))));
            }
            Block::Closing { organ, date } => lines.push(format!("{organ}\n{date}")),
            Block::Attachments(names) => lines.push(names.join("、")),
            Block::Cut => lines.push("----".into()),
            Block::Addressee(t)
            | Block::Text(t)
            | Block::Heading(t)
            | Block::Subheading(t)
            | Block::Title(t)
            | Block::Caption(t)
            | Block::Note(t)
            | Block::Copies(t) => lines.push(t.clone()),
        }
    }
    lines.push(paper.foot());
    lines.join("\n") + "\n"
}

fn document(paper: &Paper) -> String {
    let bytes = docx(paper).expect("written");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a ZIP archive");
    let mut text = String::new();
    archive.by_name("word/document.xml").expect("there").read_to_string(&mut text).expect("UTF-8");
    text
}

/// Compares with what is kept; `GUITU_ACCEPT=1` keeps it anew. The number of the case is drawn by chance.
fn as_kept(file: &str, no: &str, got: &str) {
    let got = got.replace(no, "（档案号）");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/paper").join(file);
    if std::env::var_os("GUITU_ACCEPT").is_some() {
        fs::write(&path, &got).expect("kept");
    }
    assert_eq!(got, fs::read_to_string(&path).expect("kept before"), "{file}");
}

async fn every_form_of_a_fixed_case_is_filled_as_kept(house: House) {
    let no = lived(&house).await;
    let visit = house.s.papers(&worker(), &no).await.unwrap().visits[0].0;
    for sheet in SHEETS.iter().filter(|s| s.form != Form::F2) {
        let wanted = Wanted { visit: (sheet.form == Form::F9).then_some(visit), ..for_signing() };
        let paper = paper(&house, &worker(), &no, sheet.form, &wanted).await;
        as_kept(&format!("{}.txt", sheet.code), &no, &plain(&paper));
        as_kept(&format!("{}.xml", sheet.code), &no, &document(&paper).replace("><", ">\n<"));
    }
    let month = house.s.paper_of_month(&worker(), date(2026, 11, 1), &for_signing()).await.unwrap();
    as_kept("F2.txt", &no, &plain(&month));
    as_kept("F2.xml", &no, &document(&month).replace("><", ">\n<"));
}

async fn empty_forms_can_be_taken_along_before_anything_happened(house: House) {
    let no = house.taken(1..2).await.remove(0);
    for form in [Form::F1, Form::F3, Form::F4, Form::F5, Form::F7] {
        let text = plain(&paper(&house, &worker(), &no, form, &Wanted::default()).await);
        assert!(text.contains(&name(1)), "the name is known");
        assert!(!text.contains('■'), "nothing is ticked that nobody has set: {text}");
    }
}

/// Rules 12.2: F1, F2, F3, F5 and F6 identify a person to another organ or the file; no other form does.
async fn only_for_a_purpose_does_a_paper_carry_the_whole_number(house: House) {
    let no = lived(&house).await;
    for sheet in SHEETS.iter().filter(|s| s.form != Form::F2) {
        let masked = plain(&paper(&house, &worker(), &no, sheet.form, &Wanted::default()).await);
        assert!(!masked.contains(&id_number(0)), "{}", sheet.code);
        let whole = plain(&paper(&house, &worker(), &no, sheet.form, &for_signing()).await);
        assert_eq!(whole.contains(&id_number(0)), sheet.number, "{}", sheet.code);
    }
    let month = date(2026, 11, 30);
    let masked = plain(&house.s.paper_of_month(&worker(), month, &Wanted::default()).await.unwrap());
    assert!(masked.contains(&name(0)) && !masked.contains(&id_number(0)));
}

async fn looks(house: &House) -> Vec<(String, String, String)> {
    let db = Db::open(&house.looks).await.expect("opens");
    db.read_fn(async move |tx: &mut Tx<'_>| {
        let rows = tx.query("SELECT what, no, reason FROM look ORDER BY server, seq", &[]).await?;
        let text = |r: &database::Row, i| r.text(i).map(str::to_owned);
        rows.iter().map(|r| Ok((text(r, 0)?, text(r, 1)?, text(r, 2)?))).collect::<database::Result<Vec<_>>>()
    })
    .await
    .expect("reads")
}

async fn a_paper_is_looked_at_with_its_purpose_before_it_leaves(house: House) {
    let no = lived(&house).await;
    let before = looks(&house).await.len();
    house.s.paper(&worker(), &no, Form::F5, &for_signing()).await.unwrap();
    house.s.paper(&city(), &no, Form::F4, &Wanted::default()).await.unwrap();
    assert_eq!(code(house.s.paper(&city(), &no, Form::F9, &Wanted::default()).await), "not_your_role");
    let told = looks(&house).await.split_off(before);
    let line = |what: &str, why: &str| (what.to_owned(), no.clone(), why.to_owned());
    assert_eq!(told, [line("paper:F5", PURPOSE), line("paper:F4", "supervision")]);
}

async fn who_does_not_see_the_case_or_lacks_the_role_gets_no_paper(house: House) {
    let no = lived(&house).await;
    let far = asker(Role::District, crate::given::FAR_DISTRICT);
    let admin = asker(Role::Administrator, crate::given::CITY);
    for stranger in [&neighbour(), &far, &admin, &prison("番禺监狱"), &prison("从化监狱")] {
        for form in [Form::F1, Form::F5, Form::F9] {
            assert_eq!(code(house.s.paper(stranger, &no, form, &for_signing()).await), "not_found");
        }
        assert_eq!(code(house.s.papers(stranger, &no).await), "not_found");
    }
    let inside = house.taken(1..2).await.remove(0);
    let custody = prison("番禺监狱");
    assert_eq!(code(house.s.paper(&custody, &inside, Form::F3, &for_signing()).await), "ok");
    assert_eq!(code(house.s.paper(&custody, &inside, Form::F7, &for_signing()).await), "not_your_role");
    assert_eq!(code(house.s.paper(&custody, &inside, Form::F1, &for_signing()).await), "paper_not_answered");
    assert_eq!(code(house.s.paper(&head(), &inside, Form::F6, &for_signing()).await), "paper_not_home");
    assert_eq!(code(house.s.paper(&head(), &inside, Form::F2, &for_signing()).await), "paper_of_month");
    assert_eq!(
        code(house.s.paper_of_month(&admin, date(2026, 11, 1), &for_signing()).await),
        "not_your_role"
    );
}

async fn a_correction_stands_with_its_old_and_its_new_text(house: House) {
    let no = lived(&house).await;
    let text = plain(&paper(&house, &worker(), &no, Form::F1, &for_signing()).await);
    assert!(text.contains("家属电话 | 13800000000 | 13900000000"), "{text}");
    assert!(text.contains("居住地址 | （未报） | 天河区员村二横路8号"), "{text}");
    assert!(!text.contains("户籍地址 | 广东省"), "the register address was not corrected");
}

/// SC-04: the custodial place mends the record, the office checks again with an empty form.
async fn f1_is_empty_again_after_an_unusable_record_was_answered(house: House) {
    let no = house.taken(1..2).await.remove(0);
    let found = json!({"result": "04", "village_opinion": "本村无此人"});
    house.give(&worker(), &no, "verify", found).await.unwrap();
    let told = plain(&paper(&house, &worker(), &no, Form::F1, &for_signing()).await);
    assert!(told.contains("核查结果：04 查无此人") && told.contains("本村无此人"), "{told}");
    house.give(&prison("番禺监狱"), &no, "answer", json!({"outcome": "corrected"})).await.unwrap();
    let again = plain(&paper(&house, &worker(), &no, Form::F1, &for_signing()).await);
    assert!(again.contains("□查无此人") && !again.contains("本村无此人"), "{again}");
}

async fn a_visit_is_named_by_its_version_and_nothing_else(house: House) {
    let no = lived(&house).await;
    let papers = house.s.papers(&worker(), &no).await.unwrap();
    let (version, on) = papers.visits[0];
    assert_eq!((papers.visits.len(), on), (1, date(2026, 11, 23)));
    let of = |visit| Wanted { visit, ..Wanted::default() };
    let one = plain(&paper(&house, &worker(), &no, Form::F9, &of(Some(version))).await);
    assert!(one.contains("住处安顿，情绪平稳"), "{one}");
    let empty = plain(&paper(&house, &worker(), &no, Form::F9, &of(None)).await);
    assert!(!empty.contains("住处安顿") && !empty.contains('■'), "{empty}");
    for other in [version - 1, version + 1, 0, i64::MIN] {
        assert_eq!(code(house.s.paper(&worker(), &no, Form::F9, &of(Some(other))).await), "not_found");
    }
}

async fn the_list_of_a_month_names_those_in_scope_and_each_is_looked_at(house: House) {
    let here = house.taken(0..3).await;
    let december =
        [(Field::EndsOn, "2026-12-31"), (Field::StartsOn, "2025-01-01"), (Field::Term, "有期徒刑二年")];
    let elsewhere = [(Field::HukouAddress, "广东省广州市天河区石牌街道石牌东路1号")];
    house.import(vec![person(4, &december), person(5, &elsewhere)]).await;
    let before = looks(&house).await.len();
    let list = house.s.paper_of_month(&worker(), date(2026, 11, 17), &for_signing()).await.unwrap();
    let text = plain(&list);
    assert!((0..3).all(|n| text.contains(&id_number(n))), "{text}");
    assert!(!text.contains(&id_number(4)), "another month");
    assert!(!text.contains(&id_number(5)), "another office");
    let mut told = looks(&house).await.split_off(before);
    told.sort();
    let mut expected: Vec<_> =
        here.iter().map(|no| ("paper:F2".to_owned(), no.clone(), PURPOSE.to_owned())).collect();
    expected.sort();
    assert_eq!(told, expected);
    let december = house.s.paper_of_month(&district(), date(2026, 12, 1), &Wanted::default()).await.unwrap();
    assert!(plain(&december).contains(&name(4)));
    let january = house.s.paper_of_month(&district(), date(2027, 1, 1), &Wanted::default()).await.unwrap();
    assert!(plain(&january).contains("本月没有将要释放的人员"));
}

/// The regulation behind the term ended on 15 July 2025 and goes on until a new one is found.
async fn what_rests_on_a_basis_that_ran_out_says_so(house: House) {
    let no = lived(&house).await;
    for (form, rests) in [(Form::F6, true), (Form::F7, true), (Form::F1, false), (Form::F5, false)] {
        let paper = paper(&house, &worker(), &no, form, &Wanted { copy: true, ..for_signing() }).await;
        let expected: &[&str] = match rests {
            true => &["副本", "依据已届满，沿用待确认：穗府规〔2020〕11号，2025年7月16日起失效"],
            false => &["副本"],
        };
        assert_eq!(paper.marks, expected);
    }
}
