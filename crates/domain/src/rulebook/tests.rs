//! What a pack may say, who accepts it, from when it counts.

use super::*;
use crate::{kernel::Actor, rules::Rule, unit::Unit};
use jiff::civil::date;
use reference::calendar::Calendar;
use serde_json::{Value, json};

const TODAY: Date = date(2026, 11, 24);

fn pack(change: impl Fn(&mut Value)) -> String {
    let mut pack = json!({
        "name": "guangzhou-2027", "area": "440100", "version": 2, "valid_from": "2027-01-01",
        "basis": {"title": "穗司规〔2026〕9号", "valid_from": "2027-01-01", "valid_to": null},
        "items": [{"rule": "R-23", "title": "首次家访", "value": 5, "unit": "days",
                   "source": "穗司规〔2026〕9号第八条", "confidence": "Q"}]
    });
    change(&mut pack);
    pack.to_string()
}

fn accept(role: Role, pack: String) -> Result<Vec<Event>, Refusal> {
    let unit = Unit::new("440100");
    let actor = Actor { account: "city".into(), name: "市局甲".into(), role, unit };
    let (rules, calendar) = (Rules::builtin(), Calendar::announced());
    let ctx = Ctx { today: TODAY, actor: &actor, rules: &rules, calendar: &calendar };
    Rulebook::default().decide(Accept { pack, reason: "市局会议决定".into() }, &ctx)
}

fn detail(pack: String) -> String {
    let refusal = accept(Role::City, pack).unwrap_err();
    assert_eq!((refusal.code, refusal.field), ("bad_pack", Some("pack")));
    refusal.detail
}

#[test]
fn an_accepted_pack_counts_from_its_first_day_and_names_only_what_it_changes() {
    let mut book = Rulebook::default();
    accept(Role::City, pack(|_| {})).unwrap().iter().for_each(|e| book.evolve(e));
    let (rules, calendar) = (book.rules().unwrap(), Calendar::announced());
    let first_visit = |home| rules.due(Rule::R23, home, &calendar);
    assert_eq!(first_visit(date(2026, 12, 31)), date(2027, 1, 7), "seven days until the year's end");
    assert_eq!(first_visit(date(2027, 1, 1)), date(2027, 1, 6), "five from then on");
    assert_eq!(rules.term_until(date(2027, 3, 1), &calendar), date(2032, 2, 29), "not named: as before");
    assert_eq!(rules.at(date(2027, 3, 1)).item(Rule::Term).source, "穗府规〔2020〕11号第二条");
}

#[test]
fn a_pack_written_out_reads_the_same() {
    let before = Rules::builtin();
    let mut text = serde_json::to_value(&before.packs()[0]).unwrap();
    assert_eq!(text["items"].as_array().unwrap().len(), Rule::ALL.len());
    text["version"] = 2.into();
    text["valid_from"] = "2027-01-01".into();
    let after = before.with(&text.to_string()).unwrap();
    assert!(Rule::ALL.into_iter().all(|r| after.packs()[1].item(r) == after.packs()[0].item(r)));
}

#[test]
fn a_pack_that_cannot_be_used_is_refused_with_the_place_that_is_wrong() {
    assert!(detail("{".into()).contains("格式"));
    assert!(detail(pack(|p| p["items"][0]["rule"] = "R-99".into())).contains("格式"));
    assert!(detail(pack(|p| p["items"][0]["value"] = (-1).into())).contains("R-23"));
    assert!(detail(pack(|p| p["items"][0]["source"] = " ".into())).contains("R-23"));
    assert!(detail(pack(|p| p["items"][0]["confidence"] = "Z".into())).contains("R-23"));
    let twice = |p: &mut Value| p["items"] = json!([p["items"][0], p["items"][0]]);
    assert!(detail(pack(twice)).contains("两次"));
    assert!(detail(pack(|p| p["area"] = "440300".into())).contains("440300"));
    assert!(detail(pack(|p| p["version"] = 1.into())).contains("版本"));
    assert!(detail(pack(|p| p["valid_from"] = "1999-01-01".into())).contains("生效"));
}

#[test]
fn only_the_city_bureau_accepts_a_pack() {
    assert_eq!(accept(Role::City, "[]".into()).unwrap_err().code, "bad_pack");
    for role in [Role::District, Role::OfficeHead, Role::Prison, Role::Administrator] {
        assert_eq!(accept(role, pack(|_| {})).unwrap_err().code, "not_your_role");
    }
}
