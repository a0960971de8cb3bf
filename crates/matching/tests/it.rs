//! The address reader against a list written by hand, and properties no text may break.
//!
//! `addresses.csv` holds addresses as people write them with the street or level a clerk of the city would
//! choose. A street where a question is expected is a failure, and so is a street of another name.

use matching::address::{Level, Verdict, outside_city, resolve};
use proptest::prelude::*;

struct Case {
    address: String,
    hint: String,
    level: String,
    code: String,
}

fn cases() -> Vec<Case> {
    let lines = include_str!("addresses.csv").lines().skip(1);
    lines.map(case).collect()
}

fn case(line: &str) -> Case {
    let (address, rest) = match line.strip_prefix('"') {
        Some(quoted) => quoted.split_once("\",").unwrap(),
        None => line.split_once(',').unwrap(),
    };
    let mut fields = rest.split(',').map(str::to_owned);
    let mut next = || fields.next().unwrap();
    Case { address: address.to_owned(), hint: next(), level: next(), code: next() }
}

fn code_of(verdict: &Verdict) -> &'static str {
    let code = match verdict.level {
        Level::Street => verdict.street_code,
        Level::County => verdict.county_code,
        Level::City => verdict.city_code,
        Level::Province => verdict.province_code,
        Level::None => None,
    };
    code.unwrap_or("")
}

#[test]
fn every_address_of_the_list_gets_the_street_or_level_a_clerk_would_give() {
    let mut failures = Vec::new();
    for case in cases() {
        let verdict = resolve(&case.address, Some(case.hint.as_str()).filter(|hint| !hint.is_empty()));
        if (format!("{:?}", verdict.level), code_of(&verdict)) != (case.level.clone(), case.code.as_str()) {
            failures.push(format!("{} → {} {}, got {verdict:?}", case.address, case.level, case.code));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn only_a_street_verdict_carries_a_street_and_it_lies_in_the_county() {
    for case in cases() {
        let verdict = resolve(&case.address, None);
        assert_eq!(verdict.street_code.is_some(), verdict.level == Level::Street, "{}", case.address);
        if let (Some(street), Some(county)) = (verdict.street_code, verdict.county_code) {
            assert!(street.starts_with(county));
        }
        assert!(verdict.why.ends_with('。'), "{}", verdict.why);
    }
}

#[test]
fn every_address_of_another_city_or_province_is_outside_and_no_other() {
    for case in cases() {
        let verdict = resolve(&case.address, Some(case.hint.as_str()).filter(|hint| !hint.is_empty()));
        let is_elsewhere = !case.code.is_empty() && !case.code.starts_with("4401") && case.code != "440000";
        assert_eq!(outside_city(&verdict, "440100"), is_elsewhere, "{}", case.address);
    }
}

#[test]
fn every_current_street_is_found_under_its_full_name_and_in_traditional_writing() {
    for office in reference::office::all() {
        let address = format!("广东省广州市{}{}", office.county_name, office.street_name);
        assert_eq!(resolve(&address, None).street_code, Some(office.street_code), "{address}");
        let address = format!("{}　{}", office.county_name, office.street_name);
        assert_eq!(resolve(&address, None).street_code, Some(office.street_code), "{address}");
    }
}

#[test]
fn no_street_name_under_another_province_or_city_becomes_a_local_street() {
    for office in reference::office::all() {
        for front in ["湖南省", "广东省佛山市", "深圳市南山区", "四川省成都市武侯区"]
        {
            let verdict = resolve(&format!("{front}{}", office.street_name), Some(office.county_code));
            assert_eq!(verdict.street_code, None, "{front}{}", office.street_name);
            assert!(outside_city(&verdict, "440100"), "{front}{}", office.street_name);
        }
    }
}

#[test]
fn a_street_under_a_district_it_never_was_in_is_a_question() {
    for office in reference::office::all().iter().filter(|office| office.county_code != "440104") {
        let verdict = resolve(&format!("广州市越秀区{}", office.street_name), None);
        assert_eq!(verdict.street_code, None, "{}", office.street_name);
    }
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(text in "\\PC{0,40}", hint in proptest::option::of("\\PC{0,12}")) {
        let verdict = resolve(&text, hint.as_deref());
        prop_assert_eq!(verdict.street_code.is_some(), verdict.level == Level::Street);
    }

    #[test]
    fn any_mixture_of_place_words_is_read_without_a_panic(
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "广东省", "广州", "广州市", "白云区", "天河", "街道", "街", "镇", "石牌", "太和", "村", "社区", "(", "）", "12号",
                "湖南", "佛山", "新塘", "东山区", "路", "中", "大", "原", " ",
            ]),
            0..9,
        )
    ) {
        let text: String = words.concat();
        let verdict = resolve(&text, None);
        if let Some(street) = verdict.street_code {
            prop_assert_eq!(verdict.candidates.first().map(|one| one.street_code), Some(street));
        }
    }
}
