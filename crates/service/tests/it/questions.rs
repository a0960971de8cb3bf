//! Prisons that never sign in (rules §17.1): one workbook out, the filled workbook back, row by row.

use crate::given::{FAR_DISTRICT, House, asker, city, code, district, person, prison, worker};
use documents::{
    Limits,
    answers::{Answer, read},
    roster::Field,
};
use domain::kernel::Role;
use serde_json::json;
use service::{
    Asker, Problem,
    handover::{Effect, Place},
};

on_both!(
    each_row_is_the_command_that_the_prison_would_give,
    the_same_file_twice_changes_nothing,
    a_row_that_no_longer_fits_or_says_nothing_useful_is_told,
    only_a_bureau_sees_only_its_own_questions,
    the_letter_counts_the_questions_and_names_nobody,
);

/// Two persons: of one the name and the address are in doubt, of the other the whole record.
async fn asked(house: &House) -> (String, String) {
    let other = [(Field::StartsOn, "2025-01-02"), (Field::EndsOn, "2027-01-01")];
    house.import(vec![person(0, &[]), person(1, &other)]).await;
    let one = house.no_of(&crate::given::id_number(0)).await;
    let two = house.no_of(&crate::given::id_number(1)).await;
    for (item, correct) in [("name", Some("欧阳美玲")), ("kin_phone", None)] {
        let fields = json!({"item": item, "outcome": "differs", "correct": correct, "organ": "village",
            "said_by": "居委会主任", "means": "visit"});
        house.give(&worker(), &one, "record-evidence", fields).await.unwrap();
    }
    house.give(&worker(), &one, "verify", json!({"result": "02"})).await.unwrap();
    house
        .give(&worker(), &two, "verify", json!({"result": "04", "police_opinion": "查无此人"}))
        .await
        .unwrap();
    (one, two)
}

fn yard() -> String {
    prison("广东省番禺监狱").actor.unit.code().to_owned()
}

/// The rows as the prison gets them, by case and item.
async fn sent_out(house: &House) -> Vec<Answer> {
    let book = house.s.ask_place(&district(), &yard(), "函请核对").await.unwrap();
    read(&book, &Limits::default()).expect("our own workbook")
}

fn filled(rows: &[Answer], no: &str, item: &str, reply: &str, value: &str, text: &str) -> Answer {
    let begins = format!("{no}|{item}|");
    let row = rows.iter().find(|a| a.check.starts_with(&begins)).expect("a question");
    Answer { reply: reply.into(), value: value.into(), text: text.into(), ..row.clone() }
}

async fn places(house: &House, by: &Asker) -> Result<Vec<Place>, Problem> {
    let ask = store::page::Ask { limit: 10, after: None };
    Ok(house.s.asked_places(by, ask).await?.items)
}

async fn each_row_is_the_command_that_the_prison_would_give(house: House) {
    let (one, two) = asked(&house).await;
    let found = places(&house, &district()).await.unwrap();
    assert_eq!((found.len(), found[0].persons), (1, 2));
    let rows = sent_out(&house).await;
    assert_eq!(rows.len(), 3, "two corrections and one record as a whole");
    let answers = vec![
        filled(&rows, &one, "name", "接受", "", ""),
        filled(&rows, &one, "kin_phone", "更正为", "13800000000", ""),
        filled(&rows, &two, "", "有异议", "", "判决书所列即本人"),
    ];
    let preview = house.s.keep_answers(&district(), answers).await.unwrap();
    assert!(preview.rows.iter().all(|r| r.effect == Effect::Answers), "{:?}", preview.rows);
    assert_eq!(
        house.s.view(&worker(), &one).await.unwrap().case.handover.feedback.open().count(),
        2,
        "not yet"
    );

    let silent = house.s.confirm_answers(&district(), &preview.waiting, "", "").await;
    assert_eq!(code(silent), "fields", "a letter has a number");
    house.s.confirm_answers(&district(), &preview.waiting, "番监函〔2026〕8号", "").await.unwrap();
    let view = house.s.view(&worker(), &one).await.unwrap();
    assert_eq!(view.person.identity.name, "欧阳美玲", "the person's stream follows");
    assert_eq!(view.case.handover.sent.kin_phone.as_deref(), Some("13800000000"));
    assert!(view.case.handover.check.answer_since.is_none());
    assert!(view.timeline.iter().any(|l| l.entry.text.contains("番监函〔2026〕8号")));
    let view = house.s.view(&worker(), &two).await.unwrap();
    assert!(view.owed.iter().any(|o| o.kind == "verify"), "confirmed: the office looks again");
    assert_eq!(places(&house, &district()).await.unwrap(), []);
}

async fn the_same_file_twice_changes_nothing(house: House) {
    let (one, _) = asked(&house).await;
    let answers = vec![filled(&sent_out(&house).await, &one, "name", "接受", "", "")];
    for expected in ["接受", ""] {
        let preview = house.s.keep_answers(&district(), answers.clone()).await.unwrap();
        let version = house.s.view(&worker(), &one).await.unwrap().version;
        let told = house.s.confirm_answers(&district(), &preview.waiting, "函1号", "").await.unwrap();
        let after = house.s.view(&worker(), &one).await.unwrap().version;
        match expected {
            "" => {
                assert!(matches!(&told[0].effect, Effect::Nothing(why) if why.contains("已经答复过")));
                assert_eq!(after, version);
            }
            _ => assert!(after > version),
        }
    }
    let preview = house.s.keep_answers(&district(), answers).await.unwrap();
    house.s.confirm_answers(&district(), &preview.waiting, "函1号", "").await.unwrap();
    let again = house.s.confirm_answers(&district(), &preview.waiting, "函1号", "").await;
    assert_eq!(code(again), "preview_expired");
}

async fn a_row_that_no_longer_fits_or_says_nothing_useful_is_told(house: House) {
    let (one, two) = asked(&house).await;
    let rows = sent_out(&house).await;
    let forged = Answer {
        check: filled(&rows, &one, "name", "", "", "").check.replace(&one, &two),
        ..filled(&rows, &one, "name", "接受", "", "")
    };
    let answers = vec![
        filled(&rows, &one, "kin_phone", "接受", "", ""),
        filled(&rows, &one, "name", "有异议", "", ""),
        filled(&rows, &one, "name", "大概", "", ""),
        filled(&rows, &two, "", "更正为", "某某", ""),
        filled(&rows, &one, "name", "", "", ""),
        forged,
    ];
    let rows = house.s.keep_answers(&district(), answers).await.unwrap().rows;
    let columns: Vec<&str> = rows
        .iter()
        .map(|r| match &r.effect {
            Effect::Wrong(column, _) => column.as_str(),
            Effect::Nothing(_) => "nothing",
            Effect::Answers => "answers",
        })
        .collect();
    assert_eq!(columns, ["答复", "说明", "答复", "答复", "nothing", "核对码"]);

    // The office is told by telephone and the bureau records it: the paper comes too late.
    let late = vec![filled(&sent_out(&house).await, &two, "", "接受", "", "")];
    let answer = json!({"outcome": "corrected", "letter_no": "电话记录"});
    house.give(&district(), &two, "answer", answer).await.unwrap();
    house
        .give(&worker(), &two, "verify", json!({"result": "04", "police_opinion": "仍查无此人"}))
        .await
        .unwrap();
    let rows = house.s.keep_answers(&district(), late).await.unwrap().rows;
    assert!(matches!(&rows[0].effect, Effect::Wrong(column, _) if column == "核对码"), "another feedback");
}

async fn only_a_bureau_sees_only_its_own_questions(house: House) {
    let (one, _) = asked(&house).await;
    let far = asker(Role::District, FAR_DISTRICT);
    assert_eq!(places(&house, &far).await.unwrap(), []);
    assert_eq!(code(house.s.ask_place(&far, &yard(), "函请核对").await), "not_found");
    assert_eq!(code(house.s.ask_place(&district(), &yard(), "").await), "fields", "an export has a purpose");
    assert_eq!(code(places(&house, &worker()).await), "not_your_role");
    assert_eq!(places(&house, &city()).await.unwrap().len(), 1);
    let answers = vec![filled(&sent_out(&house).await, &one, "name", "接受", "", "")];
    let told = house.s.keep_answers(&far, answers.clone()).await.unwrap().rows;
    assert!(told[0].no.is_empty() && matches!(told[0].effect, Effect::Wrong(..)), "as if it were not there");
    let waiting = house.s.keep_answers(&district(), answers).await.unwrap().waiting;
    assert_eq!(code(house.s.confirm_answers(&city(), &waiting, "函1号", "").await), "preview_expired");
}

/// Rules 17.1 and R-06b: asked on 24 November, fifteen days are over with 9 December.
async fn the_letter_counts_the_questions_and_names_nobody(house: House) {
    assert_eq!(code(house.s.place_letter(&district(), &yard()).await), "not_found", "nothing is asked yet");
    let (one, two) = asked(&house).await;
    let letter = house.s.place_letter(&district(), &yard()).await.unwrap();
    let text = crate::paper::plain(&letter);
    for told in ["广东省番禺监狱：", "有2人共3项", "请于2026年12月9日前函复", "信息核查问题表（3项）"]
    {
        assert!(text.contains(told), "{told}: {text}");
    }
    let persons = [0, 1].map(|n| [crate::given::id_number(n), crate::given::name(n)]);
    for hidden in persons.iter().flatten().chain([&one, &two]) {
        assert!(!text.contains(hidden.as_str()), "{text}");
    }
    assert_eq!(letter.number.as_deref(), Some("　　　　〔2026〕　　号"), "numbered in the register");
    let word = json!({"word": "天司帮"});
    let given = service::Given::default();
    house.s.give_letter(&district(), None, "name-letters", word.as_object().unwrap(), given).await.unwrap();
    let letter = house.s.place_letter(&district(), &yard()).await.unwrap();
    assert_eq!(letter.number.as_deref(), Some("天司帮〔2026〕　　号"));
    let far = asker(Role::District, FAR_DISTRICT);
    assert_eq!(code(house.s.place_letter(&far, &yard()).await), "not_found");
    assert_eq!(code(house.s.place_letter(&worker(), &yard()).await), "not_your_role");
}
