//! Generated rosters, read and judged as their gold files say.

use documents::{
    Limits,
    roster::{Field, Interpreted, Line, Reading, fingerprint_text, interpret, read, write_xlsx},
};
use std::collections::HashMap;

const XLSX: &[u8] = include_bytes!("../fixtures/roster.xlsx");
const CSV: &[u8] = include_bytes!("../fixtures/roster.csv");
const GB18030: &[u8] = include_bytes!("../fixtures/roster_gb18030.csv");
const GOLD: &str = include_str!("../fixtures/gold.csv");
const CLEAN: &[u8] = include_bytes!("../fixtures/clean.xlsx");
const PRISON: &[u8] = include_bytes!("../fixtures/prison.xlsx");
const PRISON_GOLD: &str = include_str!("../fixtures/prison_gold.csv");
/// Two of the workbooks that `--split` makes, one a prison, each with its own gold.
const SPLIT: [(&[u8], &str, &str); 2] = [
    (
        include_bytes!("../fixtures/split_a.xlsx"),
        include_str!("../fixtures/split_a_gold.csv"),
        "广东省清远监狱",
    ),
    (
        include_bytes!("../fixtures/split_b.xlsx"),
        include_str!("../fixtures/split_b_gold.csv"),
        "广东省东莞监狱",
    ),
];
const DIRTY: &[u8] = include_bytes!("../fixtures/dirty.csv");
const DIRTY_GOLD: &str = include_str!("../fixtures/dirty_gold.csv");

/// Defects that no accepted row may have.
const FATAL: &[&str] = &[
    "id_checksum",
    "id_transpose",
    "id_letter_o",
    "id_missing",
    "id_scientific",
    "birth_mismatch",
    "sex_mismatch",
    "release_before_start",
    "release_missing",
    "swap:出生日期/公民身份号码",
    "swap:刑期起日/刑期止日",
    "swap:民族/文化程度",
    "swap:罪名/原判刑期",
];

/// Defects that keep no row out.
const HARMLESS: &[&str] = &[
    "id_15_digit",
    "id_lower_x",
    "id_fullwidth",
    "id_spaces",
    "birth_format",
    "date_serial",
    "term_format",
    "name_space",
    "name_homophone",
    "name_traditional",
    "name_dot_variant",
    "code_old",
    "code_missing",
    "code_wrong",
    "offence_short",
    "offence_multi",
    "ethnic_short",
    "phone_bad",
    "phone_missing",
    "sanwu_contradiction",
    "prison_short_name",
    "edu_variant",
];

fn reading(bytes: &[u8]) -> Reading {
    read(bytes, &Limits::default()).expect("a readable fixture")
}

/// The lines of a gold file by row number; none of its values holds a comma.
fn gold(text: &str) -> HashMap<u32, HashMap<&str, &str>> {
    let mut lines = text.lines();
    let heads: Vec<&str> = lines.next().expect("a heading").split(',').collect();
    lines
        .map(|line| {
            let values: HashMap<&str, &str> = heads.iter().copied().zip(line.split(',')).collect();
            (values["sheet_row"].parse().expect("a row number"), values)
        })
        .collect()
}

fn defects<'t>(gold: &HashMap<&str, &'t str>) -> Vec<&'t str> {
    gold["defects"].split(';').filter(|d| !d.is_empty()).collect()
}

fn is_harmless(defect: &str) -> bool {
    HARMLESS.contains(&defect)
        || ["hu.addr", "live.addr", "start.date", "end.date", "trailing_space:"]
            .iter()
            .any(|start| defect.starts_with(start))
}

#[test]
fn workbook_and_text_of_one_roster_read_alike() {
    let (xlsx, csv, gb) = (reading(XLSX), reading(CSV), reading(GB18030));
    assert_eq!(xlsx.persons().count(), 60);
    assert_eq!(xlsx.lines.len(), 61, "sixty persons and the heading row");
    let prints = |reading: &Reading| -> Vec<(u32, String)> {
        reading.persons().map(|raw| (raw.row, fingerprint_text(raw))).collect()
    };
    assert_eq!(prints(&xlsx), prints(&csv));
    assert_eq!(csv, gb, "the encoding makes no difference");
    for (raw, number) in xlsx.persons().zip(2..) {
        assert_eq!(raw.row, number);
        assert_eq!(raw.sheet, "释放人员名册");
    }
}

#[test]
fn every_clean_row_is_accepted_without_a_warning() {
    let reading = reading(CLEAN);
    assert_eq!(reading.persons().count(), 60);
    for raw in reading.persons() {
        let Interpreted { entry, problems, warnings } = interpret(raw);
        assert!(entry.is_some(), "row {}: {problems:?}", raw.row);
        let warnings: Vec<_> = warnings.iter().filter(|w| w.code != "id_division").collect();
        assert!(warnings.is_empty(), "row {}: {warnings:?}", raw.row);
    }
}

#[test]
fn titles_groups_totals_and_notes_of_a_prison_are_no_persons() {
    let reading = reading(PRISON);
    assert_eq!(reading.persons().count(), 40);
    let others: Vec<u32> = reading
        .lines
        .iter()
        .filter_map(|line| match line {
            Line::NotPerson { row, .. } => Some(*row),
            Line::Person(_) => None,
        })
        .collect();
    // Title, unit, groups, headings; then the empty row 45 is no line at all.
    assert_eq!(others, [1, 2, 3, 4, 46, 47, 48]);
}

fn judged_as_gold(bytes: &[u8], gold_text: &str) {
    let gold = gold(gold_text);
    let reading = reading(bytes);
    assert_eq!(reading.persons().count(), gold.len());
    for raw in reading.persons() {
        let truth = &gold[&raw.row];
        let defects = defects(truth);
        let verdict = interpret(raw);
        assert_eq!(verdict.entry.is_some(), verdict.problems.is_empty());
        // Start and end interchanged twice are right again.
        let twice = ["release_before_start", "swap:刑期起日/刑期止日"];
        let undone = twice.iter().all(|defect| defects.contains(defect));
        let is_fatal = |defect: &&str| FATAL.contains(defect) && !(undone && twice.contains(defect));
        if defects.iter().any(is_fatal) {
            assert!(verdict.entry.is_none(), "row {} {defects:?} was accepted", raw.row);
        }
        // A repeated row may carry a reduced sentence, which is no listed defect.
        if truth["is_duplicate_row"] == "0" && defects.iter().all(|d| is_harmless(d)) {
            let entry = verdict.entry.unwrap_or_else(|| {
                panic!("row {} {defects:?} was kept out: {:?}", raw.row, verdict.problems)
            });
            assert_eq!(entry.id_number, truth["true_id18"], "row {}", raw.row);
            assert_eq!(entry.birth.to_string(), truth["true_birth"], "row {}", raw.row);
            assert_eq!(entry.ends_on.to_string(), truth["true_release_date"], "row {}", raw.row);
            assert_eq!(if entry.sex == 1 { "男" } else { "女" }, truth["true_sex"]);
        }
    }
}

#[test]
fn rows_are_accepted_and_kept_out_as_the_gold_file_says() {
    judged_as_gold(CSV, GOLD);
    judged_as_gold(DIRTY, DIRTY_GOLD);
    judged_as_gold(PRISON, PRISON_GOLD);
}

#[test]
fn one_workbook_a_prison_is_judged_as_its_gold_file_says_and_names_its_prison() {
    for (bytes, gold_text, prison) in SPLIT {
        judged_as_gold(bytes, gold_text);
        for raw in reading(bytes).persons() {
            let named = reference::organisation::custody(raw.cell(Field::Custody)).map(|place| place.name);
            assert_eq!(named, Some(prison), "row {}", raw.row);
        }
    }
}

#[test]
fn the_dirty_roster_holds_every_fatal_defect() {
    let gold = gold(DIRTY_GOLD);
    for fatal in FATAL {
        let found = gold.values().any(|truth| defects(truth).contains(fatal));
        assert!(found, "no row with {fatal}: the fixture proves nothing for it");
    }
}

#[test]
fn rows_written_as_a_workbook_are_read_back_the_same() {
    let csv = reading(CSV);
    let bytes = write_xlsx(csv.persons()).expect("written");
    let back = reading(&bytes);
    let cells = |reading: &Reading| -> Vec<_> { reading.persons().map(|raw| raw.cells.clone()).collect() };
    assert_eq!(cells(&back), cells(&csv));
}

#[test]
fn a_reading_survives_json() {
    let csv = reading(CSV);
    let json = serde_json::to_string(&csv).expect("serialises");
    assert_eq!(serde_json::from_str::<Reading>(&json).expect("deserialises"), csv);
    for verdict in csv.persons().map(interpret) {
        let json = serde_json::to_string(&verdict).expect("serialises");
        let back: Interpreted = serde_json::from_str(&json).expect("deserialises");
        assert_eq!(back, verdict);
    }
}
