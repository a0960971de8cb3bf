//! Single judgements: which cell leads to which problem, warning or value.

use crate::given::{FEMALE_1949, MALE_1980, row};
use documents::roster::{Entry, Field, interpret};

fn problems(changes: &[(Field, &str)]) -> Vec<String> {
    interpret(&row(changes)).problems.into_iter().map(|p| p.code).collect()
}

fn warnings(changes: &[(Field, &str)]) -> Vec<String> {
    let verdict = interpret(&row(changes));
    assert!(verdict.entry.is_some(), "{:?}", verdict.problems);
    verdict.warnings.into_iter().map(|w| w.code).filter(|code| code != "id_division").collect()
}

fn entry(changes: &[(Field, &str)]) -> Entry {
    let verdict = interpret(&row(changes));
    verdict.entry.unwrap_or_else(|| panic!("{:?}", verdict.problems))
}

#[test]
fn the_good_row_is_accepted_without_a_warning() {
    assert!(warnings(&[]).is_empty());
    let entry = entry(&[]);
    assert_eq!((entry.term_months, entry.short, entry.sex), (Some(36), false, 1));
}

#[test]
fn id15_becomes_id18_of_the_same_person() {
    assert_eq!(entry(&[(Field::IdNumber, "440106800101001")]).id_number, MALE_1980);
}

#[test]
fn a_number_wrapped_against_rounding_is_understood() {
    let wrapped = format!("=\"{MALE_1980}\"");
    assert_eq!(entry(&[(Field::IdNumber, &wrapped)]).id_number, MALE_1980);
}

#[test]
fn contradictions_to_the_number_show_both_sides() {
    let verdict = interpret(&row(&[(Field::Birth, "1980.1.2"), (Field::Sex, "女")]));
    let codes: Vec<&str> = verdict.problems.iter().map(|p| p.code.as_str()).collect();
    assert_eq!(codes, ["birth_contradicts_id", "sex_contradicts_id"]);
    let message = &verdict.problems[0].message;
    assert!(message.contains("1980-01-02") && message.contains("1980-01-01"), "{message}");
    assert_eq!(verdict.problems[0].found, "1980.1.2");
    assert_eq!(verdict.problems[0].column, "出生日期");
    assert!(verdict.entry.is_none());
}

#[test]
fn what_the_number_knows_is_filled_in_with_a_warning() {
    let changes = [(Field::IdNumber, FEMALE_1949), (Field::Birth, ""), (Field::Sex, "")];
    assert_eq!(warnings(&changes), ["birth_missing", "sex_missing"]);
    let entry = entry(&changes);
    assert_eq!((entry.sex, entry.birth.to_string().as_str()), (2, "1949-12-31"));
}

#[test]
fn bad_cells_keep_the_row_out() {
    for (field, text, code) in [
        (Field::Name, "", "name_missing"),
        (Field::Name, "陈大□", "name_placeholder"),
        (Field::IdNumber, "", "id_missing"),
        (Field::IdNumber, "440106198001010018", "id_checksum"),
        (Field::IdNumber, "4.40106E+17", "id_rounded"),
        (Field::EndsOn, "", "release_missing"),
        (Field::EndsOn, "待定", "release_unreadable"),
        (Field::EndsOn, "2018-02-30", "release_unreadable"),
        (Field::EndsOn, "2918-03-01", "release_unreadable"),
        (Field::EndsOn, "2095-03-01", "release_impossible"),
        (Field::EndsOn, "1985-03-01", "release_impossible"),
        (Field::EndsOn, "2015-03-01", "release_before_start"),
        (Field::EndsOn, "2018-03-04", "term_contradiction"),
        (Field::EndsOn, "2028-03-01", "term_contradiction"),
        (Field::EndsOn, "2016-03-01", "term_contradiction"),
        (Field::Birth, "1980", "birth_unreadable"),
        (Field::Sex, "第三", "sex_unreadable"),
    ] {
        assert_eq!(problems(&[(field, text)]), [code], "{text}");
    }
}

#[test]
fn the_day_after_the_last_day_is_still_on_time() {
    for end in ["2018-03-01", "2018-03-02", "2018-03-03"] {
        assert!(warnings(&[(Field::EndsOn, end)]).is_empty(), "{end}");
    }
}

#[test]
fn an_earlier_release_is_a_warning_only() {
    for end in ["2017-12-01", "2017-03-01", "2016-10-15"] {
        assert_eq!(warnings(&[(Field::EndsOn, end)]), ["release_early"], "{end}");
    }
}

#[test]
fn a_months_end_is_not_a_contradiction() {
    for (start, end) in [("2015-02-28", "2018-02-28"), ("2017-02-28", "2017-03-31")] {
        let term = if start == "2017-02-28" { "1个月" } else { "三年" };
        let changes = [(Field::StartsOn, start), (Field::EndsOn, end), (Field::Term, term)];
        assert!(problems(&changes).is_empty(), "{start} {end}");
    }
}

#[test]
fn a_life_sentence_has_no_expected_end() {
    let changes = [(Field::Term, "无期徒刑"), (Field::StartsOn, "1999-05-01")];
    assert!(warnings(&changes).is_empty());
    let entry = entry(&changes);
    assert_eq!((entry.term_months, entry.short), (None, false));
}

#[test]
fn values_in_each_others_columns_are_noticed() {
    for changes in [
        vec![(Field::Birth, MALE_1980), (Field::IdNumber, "1980-01-01")],
        vec![(Field::Name, MALE_1980), (Field::IdNumber, "陈大文")],
        vec![(Field::EthnicGroup, "初中毕业"), (Field::Education, "汉族")],
        vec![(Field::KinName, "父亲"), (Field::KinRelation, "陈老大")],
        vec![(Field::Offence, "有期徒刑三年"), (Field::Term, "盗窃罪")],
    ] {
        assert_eq!(problems(&changes), ["columns_swapped"], "{:?}", changes[0].0);
    }
}

#[test]
fn odd_values_are_warnings() {
    for (field, text, code) in [
        (Field::Term, "三六年", "term_unknown"),
        (Field::Term, "", "term_missing"),
        (Field::StartsOn, "15年", "start_unreadable"),
        (Field::EthnicGroup, "火星族", "ethnic_group_unknown"),
        (Field::KinPhone, "停机", "phone_unusual"),
        (Field::KinPhone, "1380013800", "phone_unusual"),
        (Field::HukouCode, "44010", "division_code_unreadable"),
        (Field::HukouAddress, "不详", "address_missing"),
        (Field::Recidivist, "也许", "yes_no_unreadable"),
        (Field::PriorTerms, "多次", "prior_terms_unreadable"),
        (Field::Risk, "A级", "risk_unreadable"),
        (Field::Offence, "", "offence_missing"),
        (Field::Birth, "1980年1月", "birth_incomplete"),
        (Field::Name, "陈〇文", "name_zero"),
    ] {
        assert_eq!(warnings(&[(field, text)]), [code], "{text}");
    }
}

#[test]
fn ordinary_spellings_are_no_warnings() {
    for (field, text) in [
        (Field::EthnicGroup, "汉"),
        (Field::EthnicGroup, "维吾尔族"),
        (Field::KinPhone, "138-0013-8000"),
        (Field::KinPhone, "+8613800138000"),
        (Field::KinPhone, "020-83123456"),
        (Field::KinPhone, "１３８００１３８０００"),
        (Field::KinPhone, "13800138000/13800138001"),
        (Field::Recidivist, "√"),
        (Field::Recidivist, "不详"),
        (Field::PriorTerms, "两次"),
        (Field::Risk, "高风险"),
    ] {
        assert!(warnings(&[(field, text)]).is_empty(), "{text}");
    }
}

#[test]
fn texts_become_values() {
    let entry = entry(&[
        (Field::LivingAddress, "同户籍地址"),
        (Field::Recidivist, "否"),
        (Field::DrugHistory, "有吸毒史"),
        (Field::ThreeNone, "是"),
        (Field::PriorTerms, "2次"),
        (Field::Risk, "极高"),
        (Field::Education, "不详"),
        (Field::Children, "无"),
        (Field::Skills, "/"),
        (Field::HukouCode, "440106"),
        (Field::Term, "拘役五个月"),
        (Field::StartsOn, "2017-10-02"),
    ]);
    assert_eq!(entry.living_address.as_deref(), Some(entry.hukou_address.as_str()));
    assert_eq!(
        (entry.recidivist, entry.drug_history, entry.three_none),
        (Some(false), Some(true), Some(true))
    );
    assert_eq!((entry.prior_terms, entry.risk.as_deref()), (Some(2), Some("高")));
    assert_eq!((entry.education, entry.children.as_deref(), entry.skills), (None, Some("无"), None));
    assert_eq!(entry.hukou_code.as_deref(), Some("440106"));
    assert_eq!((entry.term_months, entry.short), (Some(5), true));
}

#[test]
fn a_number_with_a_wrong_check_character_is_taken_for_a_reason_only() {
    let wrong = [(Field::IdNumber, "440106198001010011"), (Field::Birth, "1980-01-01"), (Field::Sex, "男")];
    assert_eq!(interpret(&row(&wrong)).problems[0].code, "id_checksum");
    let reason = [&wrong[..], &[(Field::IdReason, "判决书如此")]].concat();
    let verdict = interpret(&row(&reason));
    let entry = verdict.entry.expect("taken as written");
    assert_eq!((entry.id_number.as_str(), entry.sex), ("440106198001010011", 1));
    assert_eq!(entry.id_reason.as_deref(), Some("判决书如此"));
    assert!(verdict.warnings.iter().any(|w| w.code == "id_as_written"));
    let short = [&reason[..], &[(Field::IdNumber, "44010619800101")]].concat();
    assert_eq!(interpret(&row(&short)).problems[0].code, "id_length", "only the check character");
    let unsexed = [&reason[..], &[(Field::Sex, "")]].concat();
    assert_eq!(interpret(&row(&unsexed)).problems[0].code, "needed_with_reason");
    assert_eq!(Field::from_heading("号码不符仍采用的理由"), None, "no roster brings it");
}
