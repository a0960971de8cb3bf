//! Leave and stand-ins, and many cases given on at once (issue 4, line 10).

use crate::given::{House, OFFICE, asker, code, console, district, head, neighbour};
use domain::kernel::{Actor, Role};
use serde_json::{Map, Value, json};
use service::{Asker, Problem};

on_both!(
    who_stands_in_has_it_on_his_workbench_until_the_other_is_back,
    a_leave_without_a_stand_in_is_the_heads,
    a_stand_in_who_leaves_himself_stands_in_no_longer,
    nobody_else_writes_a_leave_down,
    who_is_in_charge_of_cases_is_neither_disabled_nor_moved,
    who_is_away_is_not_suggested,
    cases_are_given_on_as_the_preview_showed_and_taken_back,
    a_preview_that_is_no_longer_true_moves_nothing,
    what_changed_since_is_not_taken_back,
    only_the_head_of_the_office_gives_cases_on,
    a_plan_is_for_who_asked_for_it,
);

fn fields(value: Value) -> Map<String, Value> {
    value.as_object().expect("an object").clone()
}

fn chen() -> Asker {
    let w = crate::given::worker();
    Asker { actor: Actor { account: "chen".into(), name: "陈所员".into(), ..w.actor }, ..w }
}

fn liu() -> Asker {
    let w = chen();
    Asker { actor: Actor { account: "liu".into(), name: "刘所员".into(), ..w.actor }, ..w }
}

/// The head, chen and liu, and persons at home of whom chen is in charge.
async fn office(house: &House, persons: u32) -> Vec<String> {
    let head_of_it = (head().actor.account, "所长甲", Role::OfficeHead);
    for (login, name, role) in [
        head_of_it,
        ("chen".to_owned(), "陈所员", Role::OfficeWorker),
        ("liu".to_owned(), "刘所员", Role::OfficeWorker),
    ] {
        house.s.install(&console(), &login, name, role, OFFICE).await.expect("installed");
    }
    let all = house.taken(0..persons).await;
    for no in &all {
        house.at_home(no).await;
        house.give(&head(), no, "assign-worker", json!({"worker": "chen"})).await.expect("assigned");
    }
    all
}

async fn away(house: &House, who: &Asker, login: &str, leave: Value) -> Result<(), Problem> {
    house.s.give_account(who, login, "set-leave", &fields(leave)).await.map(|_| ())
}

async fn in_charge(house: &House, no: &str) -> String {
    let view = house.s.view(&head(), no).await.expect("seen");
    view.case.casefile.worker.expect("in charge").account
}

async fn own(house: &House, who: &Asker) -> (usize, Vec<String>) {
    let bench = house.s.own_workbench(who).await.expect("a workbench");
    let all = bench.late.len() + bench.today.len() + bench.soon.len();
    (all, bench.stands_in_for.into_values().collect())
}

async fn who_stands_in_has_it_on_his_workbench_until_the_other_is_back(house: House) {
    office(&house, 1).await;
    let whole = own(&house, &chen()).await;
    assert!(whole.0 > 0, "the file, the agreement and the visit are due within the week");
    assert_eq!(own(&house, &liu()).await, (0, vec![]));
    let leave = json!({"from": "2026-11-24", "until": "2026-11-26", "stand_in": "liu", "reason": "sick"});
    away(&house, &chen(), "chen", leave).await.unwrap();
    assert_eq!(own(&house, &liu()).await, (whole.0, vec!["陈所员".to_owned()]));
    house.s.give_account(&head(), "chen", "end-leave", &Map::new()).await.unwrap();
    assert_eq!(own(&house, &liu()).await, (0, vec![]));
    let leave = json!({"from": "2026-11-24", "until": "2026-11-26", "stand_in": "liu"});
    away(&house, &chen(), "chen", leave).await.unwrap();
    let after = Asker { now: crate::given::noon(jiff::civil::date(2026, 11, 27)), ..liu() };
    assert_eq!(own(&house, &after).await, (0, vec![]));
}

async fn a_leave_without_a_stand_in_is_the_heads(house: House) {
    office(&house, 1).await;
    let whole = own(&house, &chen()).await.0;
    away(&house, &chen(), "chen", json!({"from": "2026-11-24", "until": "2026-11-30"})).await.unwrap();
    assert_eq!(own(&house, &head()).await, (whole, vec!["陈所员".to_owned()]));
    let bench = house.s.workbench(&head()).await.unwrap();
    let owed: Vec<_> = bench.stand_ins_owed.iter().map(|o| (o.kind, o.due_on.to_string())).collect();
    assert_eq!(owed, [("name-stand-in", "2026-11-24".to_owned())]);
    assert!(house.s.workbench(&liu()).await.unwrap().stand_ins_owed.is_empty());
    let named = json!({"from": "2026-11-24", "until": "2026-11-30", "stand_in": "liu"});
    away(&house, &head(), "chen", named).await.unwrap();
    assert!(house.s.workbench(&head()).await.unwrap().stand_ins_owed.is_empty());
    assert_eq!(own(&house, &head()).await, (0, vec![]));
}

async fn a_stand_in_who_leaves_himself_stands_in_no_longer(house: House) {
    office(&house, 1).await;
    let leave = json!({"from": "2026-11-24", "until": "2026-11-30", "stand_in": "liu"});
    away(&house, &chen(), "chen", leave).await.unwrap();
    let theirs = json!({"from": "2026-11-26", "until": "2026-11-27", "stand_in": "chen"});
    assert_eq!(code(away(&house, &liu(), "liu", theirs).await), "stand_in_absent");
    away(&house, &liu(), "liu", json!({"from": "2026-11-26", "until": "2026-11-27"})).await.unwrap();
    let bench = house.s.workbench(&head()).await.unwrap();
    let mut owed: Vec<_> = bench.stand_ins_owed.into_iter().map(|o| o.subject).collect();
    owed.sort();
    assert_eq!(owed, ["chen", "liu"]);
    let lost = house.number("SELECT COUNT(*) FROM event WHERE kind = 'account.stand_in_lost'").await;
    assert_eq!(lost, 1);
    let administrator = asker(Role::Administrator, crate::given::CITY);
    let named = json!({"from": "2026-12-01", "until": "2026-12-02", "stand_in": "liu"});
    away(&house, &chen(), "chen", named).await.unwrap();
    house.s.give_account(&administrator, "liu", "disable-account", &Map::new()).await.unwrap();
    let bench = house.s.workbench(&head()).await.unwrap();
    assert_eq!(bench.stand_ins_owed.into_iter().map(|o| o.subject).collect::<Vec<_>>(), ["chen"]);
}

async fn nobody_else_writes_a_leave_down(house: House) {
    office(&house, 0).await;
    let leave = json!({"from": "2026-11-24", "until": "2026-11-30"});
    let far = asker(Role::OfficeHead, crate::given::NEIGHBOUR);
    for (who, expected) in [
        (liu(), "not_your_leave"),
        (neighbour(), "not_your_leave"),
        (far, "not_your_leave"),
        (district(), "not_your_role"),
        (console(), "not_your_role"),
    ] {
        assert_eq!(code(away(&house, &who, "chen", leave.clone()).await), expected);
    }
    let smuggled = json!({"from": "2026-11-24", "until": "2026-11-30", "colleagues": []});
    assert_eq!(code(away(&house, &chen(), "chen", smuggled).await), "fields");
}

async fn who_is_in_charge_of_cases_is_neither_disabled_nor_moved(house: House) {
    office(&house, 1).await;
    let administrator = asker(Role::Administrator, crate::given::CITY);
    let disable =
        async |login| house.s.give_account(&administrator, login, "disable-account", &Map::new()).await;
    assert_eq!(code(disable("chen").await), "account_in_charge");
    let moved = fields(json!({"role": "office_worker", "unit": crate::given::NEIGHBOUR}));
    let refused = house.s.give_account(&district(), "chen", "grant", &moved).await;
    assert_eq!(code(refused), "account_in_charge");
    assert_eq!(code(disable("liu").await), "ok");
    let ask = fields(json!({"from": "chen", "reason": "调离"}));
    let preview = house.s.preview_reassignment(&head(), &ask).await.unwrap();
    house.s.reassign_cases(&head(), &fields(json!({"plan": preview.plan}))).await.unwrap();
    assert_eq!(code(disable("chen").await), "ok");
}

async fn who_is_away_is_not_suggested(house: House) {
    let all = office(&house, 1).await;
    let own = json!({"from": "2026-11-24", "until": "2026-11-24"});
    let head_account = head().actor.account;
    away(&house, &head(), &head_account, own.clone()).await.unwrap();
    let suggested = house.s.workers(&head()).await.unwrap().suggested().map(|d| d.login.clone());
    assert_eq!(suggested.as_deref(), Some("liu"));
    let ask = fields(json!({"from": "chen", "reason": "病假"}));
    let moves = house.s.preview_reassignment(&head(), &ask).await.unwrap().moves;
    assert_eq!(moves.iter().map(|m| (&m.no, m.to.0.as_str())).collect::<Vec<_>>(), [(&all[0], "liu")]);
    away(&house, &liu(), "liu", own).await.unwrap();
    assert_eq!(code(house.s.preview_reassignment(&head(), &ask).await), "fields");
}

async fn cases_are_given_on_as_the_preview_showed_and_taken_back(house: House) {
    let all = office(&house, 4).await;
    let ask = fields(json!({"from": "chen", "reason": "调离", "cases": all[..3].join("，")}));
    let preview = house.s.preview_reassignment(&head(), &ask).await.unwrap();
    assert_eq!(preview.left.iter().map(|(no, _)| no).collect::<Vec<_>>(), [&all[3]]);
    let takers: Vec<&str> = preview.moves.iter().map(|m| m.to.0.as_str()).collect();
    assert!(takers.contains(&"liu") && takers.contains(&head().actor.account.as_str()), "{takers:?}");
    assert_eq!(in_charge(&house, &all[0]).await, "chen", "a preview changes nothing");

    let plan = fields(json!({"plan": preview.plan}));
    let done = house.s.reassign_cases(&head(), &plan).await.unwrap();
    assert_eq!(done.cases, 3);
    for planned in &preview.moves {
        assert_eq!(in_charge(&house, &planned.no).await, planned.to.0);
    }
    assert_eq!(in_charge(&house, &all[3]).await, "chen");
    let view = house.s.view(&head(), &all[0]).await.unwrap();
    assert!(view.timeline[0].entry.text.contains("调离"), "{}", view.timeline[0].entry.text);
    assert_eq!(code(house.s.reassign_cases(&head(), &plan).await), "plan_changed", "once only");

    let listed = house.s.reassignments(&head()).await.unwrap();
    assert_eq!(
        listed.iter().map(|(r, who)| (r.cases, r.undone, who.as_str())).collect::<Vec<_>>(),
        [(3, false, "所长甲")]
    );
    let undone = house.s.undo_reassignment(&head(), &done.id.to_string()).await.unwrap();
    assert_eq!((undone.back.len(), undone.kept.len()), (3, 0));
    for no in &all {
        assert_eq!(in_charge(&house, no).await, "chen");
    }
    let again = house.s.undo_reassignment(&head(), &done.id.to_string()).await;
    assert_eq!(code(again), "reassignment_undone");
}

async fn a_preview_that_is_no_longer_true_moves_nothing(house: House) {
    let all = office(&house, 2).await;
    let ask = fields(json!({"from": "chen", "to": "liu", "reason": "调离"}));
    let plan = fields(json!({"plan": house.s.preview_reassignment(&head(), &ask).await.unwrap().plan}));
    let other = json!({"worker": head().actor.account});
    house.give(&head(), &all[1], "assign-worker", other).await.unwrap();
    assert_eq!(code(house.s.reassign_cases(&head(), &plan).await), "plan_changed");
    assert_eq!(in_charge(&house, &all[0]).await, "chen");
    let unknown = fields(json!({"from": "chen", "reason": "调离", "cases": all[1]}));
    assert_eq!(code(house.s.preview_reassignment(&head(), &unknown).await), "fields");
    let himself = fields(json!({"from": "chen", "to": "chen", "reason": "调离"}));
    assert_eq!(code(house.s.preview_reassignment(&head(), &himself).await), "fields");
}

async fn what_changed_since_is_not_taken_back(house: House) {
    let all = office(&house, 2).await;
    let ask = fields(json!({"from": "chen", "to": "liu", "reason": "调离"}));
    let plan = fields(json!({"plan": house.s.preview_reassignment(&head(), &ask).await.unwrap().plan}));
    let id = house.s.reassign_cases(&head(), &plan).await.unwrap().id.to_string();
    let other = json!({"worker": head().actor.account});
    house.give(&head(), &all[1], "assign-worker", other).await.unwrap();
    let tomorrow = Asker { now: crate::given::noon(jiff::civil::date(2026, 11, 25)), ..head() };
    assert_eq!(code(house.s.undo_reassignment(&tomorrow, &id).await), "reassignment_over");
    let undone = house.s.undo_reassignment(&head(), &id).await.unwrap();
    assert_eq!((undone.back, undone.kept), (vec![all[0].clone()], vec![all[1].clone()]));
    assert_eq!(in_charge(&house, &all[1]).await, head().actor.account);
}

async fn only_the_head_of_the_office_gives_cases_on(house: House) {
    office(&house, 1).await;
    let ask = fields(json!({"from": "chen", "to": "liu", "reason": "调离"}));
    for who in [liu(), district(), crate::given::city(), console()] {
        assert_eq!(code(house.s.preview_reassignment(&who, &ask).await), "not_your_role");
        assert_eq!(code(house.s.reassign_cases(&who, &Map::new()).await), "not_your_role");
        assert_eq!(code(house.s.undo_reassignment(&who, "x").await), "not_your_role");
        assert_eq!(code(house.s.reassignments(&who).await), "not_your_role");
    }
    let plan = fields(json!({"plan": house.s.preview_reassignment(&head(), &ask).await.unwrap().plan}));
    let id = house.s.reassign_cases(&head(), &plan).await.unwrap().id.to_string();
    let far = asker(Role::OfficeHead, crate::given::NEIGHBOUR);
    assert_eq!(code(house.s.undo_reassignment(&far, &id).await), "not_found");
    assert_eq!(code(house.s.preview_reassignment(&far, &ask).await), "fields");
}

async fn a_plan_is_for_who_asked_for_it(house: House) {
    office(&house, 1).await;
    let ask = fields(json!({"from": "chen", "to": "liu", "reason": "调离"}));
    let plan = house.s.preview_reassignment(&head(), &ask).await.unwrap().plan;
    let h = head();
    let other = Asker { actor: Actor { account: "deputy".into(), ..h.actor }, ..h };
    assert_eq!(code(house.s.reassign_cases(&other, &fields(json!({"plan": plan}))).await), "plan_over");
    let typed = fields(json!({"plan": "{\"from\":\"chen\"}"}));
    assert_eq!(code(house.s.reassign_cases(&head(), &typed).await), "plan_over");
}
