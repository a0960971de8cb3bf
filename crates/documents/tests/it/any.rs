//! Whatever comes in, nothing panics and what must hold holds.

use crate::given;
use documents::{
    Limits,
    roster::{FIELDS, RawRow, fingerprint_text, interpret, parse_term, read, write_xlsx},
};
use proptest::{collection::vec, prelude::*, sample::select};

/// Cells that come near the meaning of some column, and anything at all.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[0-9Xx]{15,18}",
        "[12][0-9]{3}[-./年][0-9]{1,2}[-./月][0-9]{1,2}日?",
        "[0-9零一二三四五六七八九十百半]{1,4}(年|个月|天)[0-9零一二三半]{0,3}(月|个月|日)?",
        "[0-9]{1,3}[_/-][0-9]{1,3}[_/-][0-9]{1,3}",
        select(vec![
            given::MALE_1980,
            given::FEMALE_1949,
            "男",
            "女",
            "同上",
            "无",
            "汉族",
            "初中",
            "=cmd|'/c calc'!A0",
            "<script>",
            "9999-12-31",
            "-9999-01-01",
            "0001-01-01",
        ])
        .prop_map(str::to_owned),
    ]
}

fn raw() -> impl Strategy<Value = RawRow> {
    vec((select(FIELDS), cell()), 0..36).prop_map(|cells| RawRow {
        sheet: String::new(),
        row: 2,
        cells: cells.into_iter().map(|(info, text)| (info.field, text)).collect(),
    })
}

proptest! {
    #[test]
    fn any_row_is_judged_and_accepted_exactly_without_problems(raw in raw()) {
        let verdict = interpret(&raw);
        prop_assert_eq!(verdict.entry.is_some(), verdict.problems.is_empty());
        prop_assert_eq!(interpret(&raw), verdict);
    }

    #[test]
    fn a_good_row_with_one_strange_cell_is_judged(info in select(FIELDS), text in cell()) {
        let verdict = interpret(&given::row(&[(info.field, &text)]));
        prop_assert_eq!(verdict.entry.is_some(), verdict.problems.is_empty());
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..600)) {
        let _ = read(&bytes, &Limits::default());
    }

    #[test]
    fn any_text_below_a_heading_is_read_or_refused(text in any::<String>()) {
        let _ = read(format!("{}{text}", given::SMALL_CSV).as_bytes(), &Limits::default());
    }

    #[test]
    fn any_damage_to_a_workbook_is_survived(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = given::workbook(&[("一", "visible", &given::sheet("", &given::small_rows()))], &[]);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = read(&bytes, &Limits::default());
    }

    #[test]
    fn any_sheet_xml_is_survived(xml in "(<(/?)(row|c|v|is|t|sheetData|dimension|f)( (r|t|s|ref)=\"[A-Z0-9:]{0,9}\"){0,3}/?>|[0-9A-Ze.-]{0,5}){0,40}") {
        let bytes = given::workbook(&[("一", "visible", &given::sheet("", &xml))], &[]);
        let _ = read(&bytes, &Limits::default());
    }

    #[test]
    fn arabic_years_and_months_add_up(years in 0_u32..25, months in 0_u32..12) {
        prop_assume!(years + months > 0);
        let total = years * 12 + months;
        for text in [format!("{years}年{months}个月"), format!("{years:02}_{months:02}_00"), format!("{total}个月")] {
            prop_assert_eq!(parse_term(&text).and_then(|term| term.months), Some(total), "{}", text);
        }
    }

    #[test]
    fn every_day_off_by_more_than_a_month_late_is_noticed(late in 5_i64..4000) {
        let end = jiff::civil::date(2018, 3, 1) + jiff::Span::new().days(late);
        let raw = given::row(&[(documents::roster::Field::EndsOn, &end.to_string())]);
        prop_assert!(interpret(&raw).entry.is_none());
    }

    #[test]
    fn the_fingerprint_ignores_place_and_running_number(seq in "[0-9]{1,5}", row in 1_u32..99) {
        let one = given::row(&[]);
        let mut other = given::row(&[(documents::roster::Field::Seq, &seq)]);
        other.row = row;
        other.sheet = "别处".to_owned();
        prop_assert_eq!(fingerprint_text(&one), fingerprint_text(&other));
        let changed = given::row(&[(documents::roster::Field::Note, &format!("改{seq}"))]);
        prop_assert_ne!(fingerprint_text(&one), fingerprint_text(&changed));
    }

    #[test]
    fn any_row_can_be_written_or_is_refused(raw in raw()) {
        let _ = write_xlsx(std::iter::once(&raw));
    }
}
