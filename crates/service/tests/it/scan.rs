//! 材料: a picture is encoded anew, sealed and attached in one commit; shown to whom the case is shown, after
//! the look; forgotten with its key.

use crate::{
    given::{House, city, code, district, head, neighbour, prison, worker},
    reader::reader,
};
use database::{Db, Target, Tx};
use serde_json::{Value, json};
use service::{Asker, Given, Problem, Service, scan::Attached};
use std::collections::BTreeSet;

/// A photo with a planted place among its data; see the fixtures of the documents crate.
const PHOTO: &[u8] = include_bytes!("../../../documents/tests/fixtures/photo.jpg");
const SIGNATURE: &[u8] = include_bytes!("../../../documents/tests/fixtures/signature.png");
const JPEG: &[u8] = &[0xFF, 0xD8, 0xFF];

/// The services of a house that can read files, and the folder of the reader.
fn reading(house: &House) -> (Service, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut s = house.s.clone();
    s.reader = reader(folder.path());
    (s, folder)
}

async fn attach(s: &Service, by: &Asker, no: &str, typed: Value, file: &[u8]) -> Result<Attached, Problem> {
    s.attach_scan(by, no, typed.as_object().expect("fields"), file.to_vec(), Given::default()).await
}

async fn attached(s: &Service, no: &str, kind: &str, file: &[u8]) -> String {
    attach(s, &worker(), no, json!({"kind": kind}), file).await.expect("attached").id
}

async fn one_home(house: &House) -> String {
    let no = house.taken(0..1).await.remove(0);
    house.at_home(&no).await;
    no
}

async fn looks(house: &House, no: &str) -> Vec<String> {
    let all = house.s.looks.of(no.to_owned(), (0, i64::MAX), 100).await.expect("read");
    all.into_iter().rev().map(|l| format!("{} {} {}", l.actor, l.what, l.reason)).collect()
}

/// Every blob and text of the tables that a picture passes through.
async fn blobs(db: &Db, sql: &'static str) -> Vec<Vec<u8>> {
    let read = async move |tx: &mut Tx<'_>| {
        tx.query(sql, &[]).await?.iter().map(|r| r.blob(0).map(<[u8]>::to_vec)).collect()
    };
    db.read_fn(read).await.expect("read")
}

fn has(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|w| w == text)
}

on_both!(
    a_picture_is_attached_in_one_commit_and_shown_after_the_look,
    small_pictures_belong_to_the_look_at_their_page,
    the_same_picture_is_one_item_however_often_it_is_sent,
    nothing_of_a_picture_lies_in_clear,
    who_does_not_see_the_case_sees_no_picture_and_attaches_none,
    the_prison_sees_papers_of_the_handover_until_he_is_home,
    a_bad_file_leaves_nothing_behind,
    a_withdrawn_picture_is_kept_and_not_shown,
    a_destroyed_key_forgets_the_pictures,
    doctor_misses_a_picture_and_finds_a_changed_or_strange_one,
);

async fn a_picture_is_attached_in_one_commit_and_shown_after_the_look(house: House) {
    let (s, _folder) = reading(&house);
    let no = one_home(&house).await;
    let before = s.db.stats().commits;
    let typed = json!({"kind": "certificate", "title": "正面"});
    let done = attach(&s, &worker(), &no, typed, PHOTO).await.expect("attached");
    assert_eq!(done.receipt.events, ["scan.attached"]);
    assert_eq!(s.db.stats().commits, before + 1);
    let begun = looks(&house, &no).await.len();
    let scans = s.scans(&head(), &no).await.expect("listed");
    assert_eq!((scans.items.len(), scans.withdraws), (1, true));
    let item = &scans.items[0];
    assert_eq!(
        (item.id.as_str(), item.name(), item.title.as_deref()),
        (done.id.as_str(), "释放证明", Some("正面"))
    );
    let (_, bytes) = s.scan(&head(), &no, &done.id).await.expect("shown");
    assert!(bytes.starts_with(JPEG) && !has(&bytes, b"PLANTED") && bytes.len() as u64 == item.size);
    let told = looks(&house, &no).await.split_off(begun);
    let by = head().actor.account;
    assert_eq!(told, [format!("{by} scans obligation"), format!("{by} scan:certificate obligation")]);
    let timeline = s.view(&worker(), &no).await.expect("seen").timeline;
    assert_eq!(timeline[0].entry.text, "释放证明：正面");
}

async fn small_pictures_belong_to_the_look_at_their_page(house: House) {
    let (s, _folder) = reading(&house);
    let no = one_home(&house).await;
    let id = attached(&s, &no, "agreement", PHOTO).await;
    let pass = s.scans(&worker(), &no).await.expect("listed").pass;
    let noted = async |who: &Asker, pass: &str| {
        let begun = looks(&house, &no).await.len();
        let (_, bytes) = s.small_scan(who, &no, &id, pass).await.expect("shown");
        assert!(bytes.starts_with(JPEG));
        looks(&house, &no).await.len() - begun
    };
    assert_eq!(noted(&worker(), &pass).await, 0, "part of the look at the page");
    assert_eq!(noted(&worker(), "").await, 1);
    assert_eq!(noted(&head(), &pass).await, 1, "somebody else's pass");
    let mut later = worker();
    later.now.millis += 11 * 60_000;
    assert_eq!(noted(&later, &pass).await, 1, "a pass that has run out");
}

async fn the_same_picture_is_one_item_however_often_it_is_sent(house: House) {
    let (s, _folder) = reading(&house);
    let no = one_home(&house).await;
    let tries: Vec<_> = (0..4)
        .map(|_| {
            let (s, no) = (s.clone(), no.clone());
            tokio::spawn(async move { attach(&s, &worker(), &no, json!({"kind": "judgment"}), PHOTO).await })
        })
        .collect();
    let (mut ids, mut events) = (BTreeSet::new(), 0);
    for one in tries {
        let done = one.await.expect("no panic").expect("attached");
        ids.insert(done.id);
        events += done.receipt.events.len();
    }
    assert_eq!((ids.len(), events), (1, 1));
    assert!(
        attach(&s, &head(), &no, json!({"kind": "judgment"}), PHOTO)
            .await
            .expect("same")
            .receipt
            .events
            .is_empty()
    );
    let other = attach(&s, &worker(), &no, json!({"kind": "letter"}), PHOTO).await;
    assert_eq!(code(other), "already_attached");
    // A key names one request, also when the picture was withdrawn meanwhile.
    let keyed = async |file: &[u8]| {
        let given = Given { if_match: None, idempotency_key: Some("k".into()) };
        let typed = json!({"kind": "signature_person", "by_hand": true});
        s.attach_scan(&worker(), &no, typed.as_object().unwrap(), file.to_vec(), given).await
    };
    let id = keyed(SIGNATURE).await.expect("attached").id;
    house
        .give(&worker(), &no, "withdraw-scan", json!({"id": id, "reason": "签错"}))
        .await
        .expect("withdrawn");
    assert_eq!(keyed(SIGNATURE).await.expect("the same answer").receipt.events, ["scan.attached"]);
    assert_eq!(s.scans(&worker(), &no).await.expect("listed").items.len(), 1);
    assert_eq!(house.number("SELECT COUNT(*) FROM scan").await, 2);
}

async fn nothing_of_a_picture_lies_in_clear(house: House) {
    let (s, _folder) = reading(&house);
    let no = one_home(&house).await;
    let typed = json!({"kind": "id_card", "title": "暗记PLANTED"});
    attach(&s, &worker(), &no, typed, PHOTO).await.expect("attached");
    attached(&s, &no, "signature_person", SIGNATURE).await;
    let mut all = blobs(&s.db, "SELECT whole FROM scan UNION ALL SELECT small FROM scan").await;
    assert_eq!(all.len(), 4);
    all.extend(blobs(&s.db, "SELECT payload FROM event UNION ALL SELECT state FROM stream").await);
    all.extend(blobs(&s.db, "SELECT answer FROM receipt").await);
    if let Target::Sqlite(path) = &house.database {
        let wal = path.with_extension("db-wal");
        all.extend([path.clone(), wal].iter().filter_map(|p| std::fs::read(p).ok()));
        assert!(all.iter().any(|b| b.len() > 50_000), "the file itself is among them");
    }
    for planted in ["PLANTED".as_bytes(), "暗记".as_bytes(), b"JFIF", b"IHDR", b"Exif"] {
        assert!(all.iter().all(|bytes| !has(bytes, planted)));
    }
}

async fn who_does_not_see_the_case_sees_no_picture_and_attaches_none(house: House) {
    let (s, _folder) = reading(&house);
    let no = one_home(&house).await;
    let id = attached(&s, &no, "judgment", PHOTO).await;
    let other = house.taken(1..2).await.remove(0);
    for stranger in [neighbour(), prison("从化监狱"), crate::given::console()] {
        assert_eq!(code(s.scans(&stranger, &no).await), "not_found");
        assert_eq!(code(s.scan(&stranger, &no, &id).await), "not_found");
        assert_eq!(code(s.small_scan(&stranger, &no, &id, "").await), "not_found");
        let tried = attach(&s, &stranger, &no, json!({"kind": "letter"}), SIGNATURE).await;
        assert_eq!(code(tried), "not_found");
    }
    // A number of another case, an address that is none.
    assert_eq!(code(s.scan(&worker(), &other, &id).await), "not_found");
    for nonsense in ["", "x", &id[1..], &id.to_uppercase(), "00000000000000000000000000000000"] {
        assert_eq!(code(s.scan(&worker(), &no, nonsense).await), "not_found", "{nonsense}");
    }
    // A bureau above sees, and attaches its letters only.
    assert!(s.scan(&district(), &no, &id).await.is_ok() && s.scan(&city(), &no, &id).await.is_ok());
    assert_eq!(
        code(attach(&s, &district(), &no, json!({"kind": "agreement"}), SIGNATURE).await),
        "not_your_kind"
    );
    assert_eq!(code(attach(&s, &district(), &no, json!({"kind": "letter"}), SIGNATURE).await), "ok");
}

async fn the_prison_sees_papers_of_the_handover_until_he_is_home(house: House) {
    let (s, _folder) = reading(&house);
    let no = house.taken(0..1).await.remove(0);
    let sender = prison("广东省番禺监狱");
    let own = attach(&s, &sender, &no, json!({"kind": "certificate"}), PHOTO).await.expect("attached").id;
    let evidence = attached(&s, &no, "evidence", SIGNATURE).await;
    let seen = s.scans(&sender, &no).await.expect("listed");
    assert_eq!(seen.items.iter().map(|i| i.id.as_str()).collect::<Vec<_>>(), [own.as_str()]);
    assert_eq!(code(s.scan(&sender, &no, &evidence).await), "not_found");
    house.at_home(&no).await;
    assert_eq!(code(s.scan(&sender, &no, &own).await), "not_found");
    assert!(s.scan(&worker(), &no, &own).await.is_ok(), "the office keeps it");
}

async fn a_bad_file_leaves_nothing_behind(house: House) {
    let (s, _folder) = reading(&house);
    let no = one_home(&house).await;
    let before = house.number("SELECT COUNT(*) FROM event").await;
    let tried: [(&[u8], &str); 6] = [
        ("文字".as_bytes(), "not_a_picture"),
        (b"", "empty"),
        (b"%PDF-1.7", "picture_pdf"),
        (&PHOTO[..20_000], "picture_damaged"),
        (&vec![0; 10_000_001], "too_large"),
        (b"\x89PNG\r\n\x1a\n", "picture_damaged"),
    ];
    for (file, expected) in tried {
        assert_eq!(code(attach(&s, &worker(), &no, json!({"kind": "other"}), file).await), expected);
    }
    for typed in [json!({}), json!({"kind": "none"}), json!({"kind": "other", "title": "长".repeat(61)})] {
        assert_eq!(code(attach(&s, &worker(), &no, typed, PHOTO).await), "fields");
    }
    let drawn = json!({"kind": "judgment", "by_hand": true});
    assert_eq!(code(attach(&s, &worker(), &no, drawn, SIGNATURE).await), "not_a_signature");
    // A reader that is not there: told, and nothing kept.
    assert_eq!(
        code(attach(&house.s, &worker(), &no, json!({"kind": "other"}), PHOTO).await),
        "picture_reader_failed"
    );
    assert_eq!(house.number("SELECT COUNT(*) FROM event").await, before);
    assert_eq!(house.number("SELECT COUNT(*) FROM scan").await, 0);
}

async fn a_withdrawn_picture_is_kept_and_not_shown(house: House) {
    let (s, _folder) = reading(&house);
    let no = one_home(&house).await;
    let id = attached(&s, &no, "judgment", PHOTO).await;
    let view = s.view(&worker(), &no).await.expect("seen");
    assert!(s.offered(&worker(), &view).iter().any(|c| c.name == "withdraw-scan"));
    let choices = s.choices(&worker(), &view, "scan").await.expect("listed");
    assert_eq!(choices.iter().map(|(id, _)| id).collect::<Vec<_>>(), [&id]);
    house
        .give(&worker(), &no, "withdraw-scan", json!({"id": id, "reason": "附错了人"}))
        .await
        .expect("withdrawn");
    assert_eq!(code(s.scan(&worker(), &no, &id).await), "not_found");
    assert_eq!(code(s.small_scan(&worker(), &no, &id, "").await), "not_found");
    assert!(s.scans(&worker(), &no).await.expect("listed").items.is_empty());
    assert_eq!(house.number("SELECT COUNT(*) FROM scan").await, 1, "kept as long as the file");
    // Sent again it is shown again, from the one row.
    assert_eq!(attached(&s, &no, "certificate", PHOTO).await, id);
    assert_eq!(house.number("SELECT COUNT(*) FROM scan").await, 1);
}

async fn a_destroyed_key_forgets_the_pictures(house: House) {
    let (s, _folder) = reading(&house);
    let no = one_home(&house).await;
    let id = attached(&s, &no, "judgment", PHOTO).await;
    house.will_be_damaged();
    house
        .write(
            "DELETE FROM subject_key WHERE subject IN (SELECT subject FROM stream WHERE kind = 'case')",
            vec![],
        )
        .await;
    assert_eq!(house.number("SELECT COUNT(*) FROM scan").await, 1, "the sealed bytes alone");
    assert_eq!(code(s.scan(&worker(), &no, &id).await), "not_found");
}

async fn doctor_misses_a_picture_and_finds_a_changed_or_strange_one(house: House) {
    let (s, _folder) = reading(&house);
    let no = house.taken(0..4).await;
    for no in &no {
        attached(&s, no, "judgment", PHOTO).await;
    }
    let addresses = blobs(&s.db, "SELECT DISTINCT address FROM scan").await;
    assert_eq!(addresses.len(), 4, "one photo in four cases has four addresses");
    house.content().await;
    house.will_be_damaged();
    let of = "(SELECT DISTINCT stream FROM visible WHERE no = $1)";
    let write = async |sql: String, no: &str| house.write(&sql, vec![no.into()]).await;
    write(format!("DELETE FROM scan WHERE stream = {of}"), &no[0]).await;
    write(format!("UPDATE scan SET whole = small WHERE stream = {of}"), &no[1]).await;
    let rest = "whole, small, home FROM scan WHERE stream";
    write(format!("INSERT INTO scan SELECT stream, stream, {rest} = {of}"), &no[2]).await;
    write(format!("INSERT INTO scan SELECT address, address, {rest} = {of}"), &no[3]).await;
    let report = s.examine(vec![], None).await.expect("examined");
    let mut found: Vec<(&str, String)> = report.violations.into_iter().map(|v| (v.code, v.of)).collect();
    assert!(found.iter().any(|(code, _)| *code == "orphan_row"), "{found:?}");
    found.retain(|(code, _)| *code != "orphan_row");
    let expected =
        [("scan_row", &no[0]), ("scan_damaged", &no[1]), ("scan_row", &no[2]), ("scan_damaged", &no[2])];
    let sorted = |list: Vec<(&str, String)>| {
        list.into_iter().map(|(c, n)| format!("{c} {n}")).collect::<BTreeSet<_>>()
    };
    assert_eq!(sorted(found), sorted(expected.into_iter().map(|(c, n)| (c, n.clone())).collect()));
}
