//! 咨询 through the services: who is shown what, and who is offered which button.

use crate::given::{
    CITY, DISTRICT, House, OFFICE, code, district, id_number, neighbour, person, prison, worker,
};
use crate::workbench::later;
use documents::roster::Field;
use serde_json::json;
use service::Asker;

on_both!(
    a_question_goes_to_the_asked_unit_and_its_answer_back,
    a_unit_is_asked_by_its_name_and_only_if_it_sees_the_case,
    a_prison_that_sees_no_more_neither_answers_nor_is_waited_for,
);

async fn buttons(house: &House, who: &Asker, no: &str) -> Vec<&'static str> {
    let view = house.s.view(who, no).await.expect("seen");
    let all = house.s.offered(who, &view).into_iter().map(|s| s.name);
    all.filter(|name| name.ends_with("-question") || *name == "ask" || *name == "urge").collect()
}

async fn owes(house: &House, who: &Asker) -> Vec<String> {
    let bench = house.s.workbench(who).await.expect("a workbench");
    let all = [bench.late, bench.today, bench.soon].concat();
    all.into_iter().map(|o| o.kind).filter(|kind| kind.ends_with("-question")).collect()
}

async fn a_question_goes_to_the_asked_unit_and_its_answer_back(house: House) {
    let no = house.taken(0..1).await.remove(0);
    let ask = json!({"to": OFFICE, "text": "家属是否已联系"});
    house.give(&district(), &no, "ask", ask).await.unwrap();
    assert_eq!(owes(&house, &worker()).await, ["answer-question"]);
    assert_eq!(buttons(&house, &worker(), &no).await, ["ask", "answer-question"]);
    assert_eq!(buttons(&house, &district(), &no).await, ["urge", "ask", "withdraw-question"]);
    assert_eq!(
        code(house.give(&neighbour(), &no, "answer-question", json!({"id": "1", "text": "已"})).await),
        "not_found"
    );
    let answer = json!({"id": "1", "text": "已联系母亲"});
    house.give(&later(&worker(), 1), &no, "answer-question", answer).await.unwrap();
    let (worker, district) = (later(&worker(), 1), later(&district(), 1));
    assert_eq!(owes(&house, &worker).await, [""; 0]);
    assert_eq!(owes(&house, &district).await, ["close-question"]);
    let view = house.s.view(&district, &no).await.unwrap();
    assert!(view.timeline.iter().any(|l| l.entry.text.contains("已联系母亲")));
    assert!(view.owed.iter().all(|o| !o.why.contains("母亲")), "rows say nothing of it");
    house.give(&district, &no, "close-question", json!({"id": "1"})).await.unwrap();
    assert_eq!(owes(&house, &district).await, [""; 0]);
}

async fn a_unit_is_asked_by_its_name_and_only_if_it_sees_the_case(house: House) {
    let no = house.taken(0..1).await.remove(0);
    let view = house.s.view(&worker(), &no).await.unwrap();
    let offered = house.s.choices(&worker(), &view, domain::question::UNITS).await.unwrap();
    let prison_code = prison("广东省番禺监狱").actor.unit.code().to_owned();
    let expected = [(CITY, "广州市司法局"), (DISTRICT, "天河区司法局"), (&prison_code, "广东省番禺监狱")];
    assert_eq!(offered, expected.map(|(code, name)| (code.to_owned(), name.to_owned())));
    let stranger = json!({"to": "440106006", "text": "问"});
    assert_eq!(code(house.give(&worker(), &no, "ask", stranger).await), "unit_out_of_sight");
}

async fn a_prison_that_sees_no_more_neither_answers_nor_is_waited_for(house: House) {
    house.import(vec![person(0, &[(Field::EndsOn, "2026-11-20")])]).await;
    let (no, place) = (house.no_of(&id_number(0)).await, prison("广东省番禺监狱"));
    let ask = json!({"to": place.actor.unit.code(), "text": "身份证是否发还"});
    house.give(&worker(), &no, "ask", ask).await.unwrap();
    assert_eq!(owes(&house, &place).await, ["answer-question"]);
    assert_eq!(owes(&house, &district()).await, ["answer-question"], "it may answer by letter");
    house.at_home(&no).await;
    assert_eq!(code(house.s.view(&place, &no).await), "not_found");
    assert_eq!(owes(&house, &place).await, [""; 0]);
    assert_eq!(owes(&house, &worker()).await, ["withdraw-question"]);
    house.give(&worker(), &no, "withdraw-question", json!({"id": "1"})).await.unwrap();
    assert_eq!(owes(&house, &worker()).await, [""; 0]);
}
