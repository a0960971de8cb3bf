//! 催办 through the services: one thing, many things, and what is urged and still open.

use crate::given::{
    FAR_OFFICE, House, OFFICE, TODAY, city, code, district, house_list, id_number, person, worker,
};
use crate::workbench::later;
use documents::roster::Field;
use serde_json::{Map, Value, json};

on_both!(
    what_was_urged_stands_on_the_offices_workbench_and_in_the_case_until_it_is_done,
    many_are_urged_at_once_and_what_is_refused_is_told,
    what_is_not_below_is_not_urged_and_not_known,
    nothing_is_written_when_something_is_badly_named,
);

fn many(things: &[String]) -> Map<String, Value> {
    let typed = json!({"things": things.join(","), "text": "请本周内办"});
    typed.as_object().expect("an object").clone()
}

async fn what_was_urged_stands_on_the_offices_workbench_and_in_the_case_until_it_is_done(house: House) {
    let no = house.taken(0..1).await.remove(0);
    let urge = json!({"obligation": "receive", "text": "请今天联系"});
    house.give(&district(), &no, "urge", urge).await.unwrap();
    let bench = house.s.workbench(&worker()).await.unwrap();
    let urged = bench.late.iter().find(|o| o.kind == "receive").expect("late");
    assert_eq!(urged.urged_on.as_deref(), Some(TODAY.to_string().as_str()));
    assert_eq!(urged.urged_by.as_deref(), Some("440106"));
    let view = house.s.view(&worker(), &no).await.unwrap();
    assert!(view.timeline.iter().any(|l| l.entry.title == "催办" && l.entry.text.contains("请今天联系")));
    assert_eq!(house.s.urged(&district()).await.unwrap().len(), 1);
    assert_eq!(code(house.s.urged(&worker()).await), "not_your_role");
    let again = json!({"obligation": "receive"});
    assert_eq!(code(house.give(&city(), &no, "urge", again.clone()).await), "urged_today");
    house.at_home(&no).await;
    assert_eq!(house.s.urged(&district()).await.unwrap(), []);
    assert_eq!(code(house.give(&later(&district(), 1), &no, "urge", again).await), "nothing_to_urge");
}

async fn many_are_urged_at_once_and_what_is_refused_is_told(house: House) {
    let all = house.taken(0..3).await;
    house.at_home(&all[2]).await;
    let things: Vec<String> = all.iter().map(|no| format!("{no} receive")).collect();
    let done = house.s.urge_many(&district(), &many(&things)).await.unwrap();
    assert_eq!(done.urged, 2);
    let not: Vec<(&str, &str)> = done.not_urged.iter().map(|n| (n.no.as_str(), n.code.as_str())).collect();
    assert_eq!(not, [(all[2].as_str(), "nothing_to_urge")]);
    let again = house.s.urge_many(&district(), &many(&things[..2])).await.unwrap();
    assert_eq!((again.urged, again.not_urged.len()), (0, 2));
    let urged: Vec<String> = house.s.urged(&city()).await.unwrap().into_iter().map(|o| o.no).collect();
    assert_eq!(urged, all[..2]);
    assert_eq!(code(house.s.urge_many(&worker(), &many(&things)).await), "not_your_role");
}

async fn what_is_not_below_is_not_urged_and_not_known(house: House) {
    let far = [(Field::HukouAddress, "广州市海珠区龙凤街道宝岗大道2号")];
    house.import(vec![person(0, &far)]).await;
    let no = house.no_of(&id_number(0)).await;
    assert_eq!(
        house_list(&house, &crate::given::asker(domain::kernel::Role::OfficeHead, FAR_OFFICE)).await.len(),
        1
    );
    let done = house.s.urge_many(&district(), &many(&[format!("{no} receive")])).await.unwrap();
    assert_eq!(done.not_urged[0].code, "not_found", "as for a case that there is not");
    let own = house.taken(1..2).await.remove(0);
    let unknown = house.s.urge_many(&district(), &many(&[format!("{own} close")])).await.unwrap();
    assert_eq!(unknown.not_urged[0].code, "nothing_to_urge");
    assert_eq!(
        house
            .s
            .workbench(&crate::given::asker(domain::kernel::Role::OfficeWorker, OFFICE))
            .await
            .unwrap()
            .late[0]
            .urged_on,
        None
    );
}

async fn nothing_is_written_when_something_is_badly_named(house: House) {
    let no = house.taken(0..1).await.remove(0);
    let before = house.number("SELECT COUNT(*) FROM event").await;
    for things in [vec![], vec![no.clone()], vec![format!("{no} receive"), "x".to_owned()]] {
        assert_eq!(code(house.s.urge_many(&district(), &many(&things)).await), "fields");
    }
    let too_many: Vec<String> = (0..201).map(|n| format!("{no} receive:{n}")).collect();
    assert_eq!(code(house.s.urge_many(&district(), &many(&too_many)).await), "fields");
    assert_eq!(house.number("SELECT COUNT(*) FROM event").await, before);
}
