//! Every look is recorded before anything is shown; no look, no answer; the record cannot be changed unseen.

use crate::given::{House, asker, city, code, district, head, id_number, in_folder, person, worker};
use database::{Db, Options, Tx, testing::runtime};
use documents::roster::Field;
use domain::kernel::Role;
use store::{
    case::{Filter, Sort},
    looks::Looks,
    page::Ask,
};

async fn looks(house: &House) -> Vec<(String, String, String, String)> {
    let db = Db::open(&house.looks).await.expect("opens");
    db.read_fn(async move |tx: &mut Tx<'_>| {
        let rows = tx.query("SELECT actor, what, no, reason FROM look ORDER BY server, seq", &[]).await?;
        let text = |r: &database::Row, i| r.text(i).map(str::to_owned);
        rows.iter()
            .map(|r| Ok((text(r, 0)?, text(r, 1)?, text(r, 2)?, text(r, 3)?)))
            .collect::<database::Result<Vec<_>>>()
    })
    .await
    .expect("reads")
}

fn ask() -> Ask {
    Ask { limit: 10, after: None }
}

on_both!(
    every_reading_leaves_a_look_with_its_reason,
    a_full_number_needs_a_reason_and_a_look_changes_no_version,
    a_changed_look_is_found,
    a_removed_look_is_found,
    looks_at_once_form_one_chain,
);

async fn every_reading_leaves_a_look_with_its_reason(house: House) {
    let no = house.taken(0..1).await.remove(0);
    house.import(vec![person(1, &[(Field::EndsOn, "不详")])]).await;
    let before = looks(&house).await.len();
    let (w, d) = (worker(), district());
    house.s.cases(&w, Filter::default(), Sort::Name, ask()).await.unwrap();
    house.s.search(&w, &id_number(0)).await.unwrap();
    house.s.view(&w, &no).await.unwrap();
    house.s.view(&d, &no).await.unwrap();
    house
        .s
        .view(&asker(Role::Prison, reference::organisation::custody("广东省番禺监狱").unwrap().id), &no)
        .await
        .unwrap();
    house.s.reveal(&head(), &no, "核对释放证明书").await.unwrap();
    let row = house.s.held_rows(&d, "held", ask()).await.unwrap().items.remove(0).no;
    house.s.held_row(&d, &row).await.unwrap();
    house.s.workbench(&w).await.unwrap();
    house.s.obligations(&w, crate::given::TODAY, ask()).await.unwrap();
    let told: Vec<_> =
        looks(&house).await.into_iter().skip(before).map(|(_, what, of, why)| (what, of, why)).collect();
    let expected = [
        ("list", "", "list"),
        ("search", "", "search"),
        ("case", no.as_str(), "obligation"),
        ("case", no.as_str(), "supervision"),
        ("case", no.as_str(), "sender"),
        ("number", no.as_str(), "核对释放证明书"),
        ("list", "", "list"),
        ("row", row.as_str(), "obligation"),
        ("list", "", "workbench"),
        ("list", "", "list"),
    ];
    assert_eq!(told, expected.map(|(what, of, why)| (what.to_owned(), of.to_owned(), why.to_owned())));
    let of_case = house.s.looks.of(no, (0, i64::MAX), 10).await.unwrap();
    assert_eq!((of_case.len(), of_case[0].what.as_str()), (4, "number"));
}

async fn a_full_number_needs_a_reason_and_a_look_changes_no_version(house: House) {
    let no = house.taken(0..1).await.remove(0);
    for reason in ["", "　 ", "看"] {
        assert_eq!(code(house.s.reveal(&worker(), &no, reason).await), "fields");
    }
    let before = house.s.view(&worker(), &no).await.unwrap().version;
    assert_eq!(house.s.reveal(&worker(), &no, "核对身份").await.unwrap(), id_number(0));
    assert_eq!(house.s.view(&worker(), &no).await.unwrap().version, before);
}

async fn a_changed_look_is_found(house: House) {
    let no = house.taken(0..1).await.remove(0);
    house.s.view(&worker(), &no).await.unwrap();
    house.s.view(&city(), &no).await.unwrap();
    assert!(house.s.looks.prove().await.unwrap().is_ok());
    house.will_be_damaged();
    let db = Db::open(&house.looks).await.unwrap();
    db.write_fn(async move |tx: &mut Tx<'_>| {
        tx.execute("UPDATE look SET actor = 'somebody' WHERE seq = 2", &[]).await
    })
    .await
    .unwrap();
    let broken = house.s.looks.prove().await.unwrap().unwrap_err();
    assert!(broken.ends_with(" 2026-11-24 2"), "{broken}");
    let report = house.s.examine(vec![], None).await.unwrap();
    assert_eq!(
        report.violations.iter().map(|v| (v.code, v.of.as_str())).collect::<Vec<_>>(),
        [("look_chain_broken", broken.as_str())]
    );
}

async fn a_removed_look_is_found(house: House) {
    let no = house.taken(0..1).await.remove(0);
    house.s.view(&worker(), &no).await.unwrap();
    house.will_be_damaged();
    let db = Db::open(&house.looks).await.unwrap();
    db.write_fn(async move |tx: &mut Tx<'_>| tx.execute("DELETE FROM look WHERE seq = 1", &[]).await)
        .await
        .unwrap();
    assert!(house.s.looks.prove().await.unwrap().is_err());
}

async fn looks_at_once_form_one_chain(house: House) {
    let no = house.taken(0..1).await.remove(0);
    let before = looks(&house).await.len() as u64;
    let readers: Vec<_> = (0..100)
        .map(|_| {
            let (s, no) = (house.s.clone(), no.clone());
            tokio::spawn(async move { s.view(&worker(), &no).await.map(|v| v.version) })
        })
        .collect();
    for reader in readers {
        assert_eq!(reader.await.unwrap(), Ok(2));
    }
    assert_eq!(house.s.looks.prove().await.unwrap(), Ok(before + 100));
}

#[test]
fn when_no_look_can_be_recorded_nothing_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let (database, looks) = in_folder(folder.path());
    runtime().block_on(async {
        let mut house = House::open(database, looks, 1, Options::default()).await.unwrap();
        let no = house.taken(0..1).await.remove(0);
        house.import(vec![person(1, &[(Field::EndsOn, "不详")])]).await;
        let row = house.s.held_rows(&district(), "held", ask()).await.unwrap().items.remove(0).no;
        let tiny = Options { max_page_count: Some(8), ..Options::default() };
        let full =
            Db::open_with(&database::Target::Sqlite(folder.path().join("tiny.db")), &tiny).await.unwrap();
        store::schema::prepare_looks(&full).await.unwrap();
        house.s.looks = Looks::start(full, "tiny".into());
        let mut shown = 0;
        while house.s.reveal(&worker(), &no, &"很长的理由".repeat(20)).await.is_ok() {
            shown += 1;
            assert!(shown < 1000, "the looks never became full");
        }
        assert_eq!(code(house.s.reveal(&worker(), &no, &"很长的理由".repeat(20)).await), "look_not_recorded");
        assert!(house.s.looks.prove().await.unwrap().is_ok());
        // A shorter look may still fit on the last page; where no look fits at all, nothing is shown at all.
        let gone = Db::open(&database::Target::Sqlite(folder.path().join("gone.db"))).await.unwrap();
        house.s.looks = Looks::start(gone, "gone".into());
        let (w, d, s) = (worker(), district(), &house.s);
        let answers = [
            code(s.view(&w, &no).await),
            code(s.reveal(&w, &no, "核对身份").await),
            code(s.search(&w, &no).await),
            code(s.cases(&w, Filter::default(), Sort::Due, ask()).await),
            code(s.workbench(&w).await),
            code(s.obligations(&w, crate::given::TODAY, ask()).await),
            code(s.held_row(&d, &row).await),
            code(s.held_rows(&d, "held", ask()).await),
        ];
        assert_eq!(answers, ["look_not_recorded"; 8]);
    });
}
