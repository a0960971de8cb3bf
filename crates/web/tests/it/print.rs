//! Lists on paper: every list can be printed, whole, with what a paper must say, and the print is noted.

use crate::{
    given::{CITY, House, NAME, asker, row},
    table::{ASKERS, TABLE},
    table_given::{filled, settled},
};
use documents::roster::Field;
use domain::kernel::Role;

/// Lists with pages: on paper they are views of their own, cut into numbered sheets.
const LISTS: [(&str, &str); 11] = [
    ("city", "/cases"),
    ("city", "/handover"),
    ("city", "/handover/held"),
    ("city", "/handover/prerelease?month=2026-12"),
    ("city", "/handover/unlinked"),
    ("city", "/handover/receipts"),
    ("city", "/handover/disputes"),
    ("city", "/handover/prisons"),
    ("city", "/admin"),
    ("head", "/letters"),
    ("city", "/bases"),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_list_has_a_sheet_with_unit_filter_time_person_and_number() {
    let folder = tempfile::tempdir().expect("a folder");
    let house = House::reading_with(crate::stage::reader(folder.path())).await;
    settled(&house).await;
    for (login, path) in LISTS {
        let browser = house.browser(login).await;
        let joint = if path.contains('?') { '&' } else { '?' };
        let page = browser.get(&format!("{path}{joint}print=1")).await;
        assert_eq!(page.status, 200, "{path}");
        for said in ["第 1 页，共 ", "打印", "演示数据", "2026年11月24日 12:00", &format!("{login}甲")]
        {
            assert!(page.has(said), "{path}: {said}");
        }
        assert!(!page.has("class=\"pager\""), "{path} is not paged on paper");
    }
    // Noted as prints of lists, beside the looks at them.
    let auditor = asker(Role::Auditor, CITY);
    let found = house.service.looked(&auditor, &serde_json::Map::new(), None).await.expect("looks");
    assert_eq!(found.items.iter().filter(|l| l.what == "print").count(), LISTS.len());
}

/// A page with a table is a list, a paper, or one of these.
const NO_LISTS: [&str; 8] = [
    "/workbench",           // what is due is worked off, not printed; its table leads to the lists
    "/changed",             // read and marked as seen; the cases themselves are listed and printed
    "/urged",               // worked off like the workbench; `/cases` prints the same people
    "/handover/held/{row}", // one row, cell by cell
    "/cases/{home}/papers", // the papers themselves are printed
    "/cases/{inside}/papers",
    "/rules/{id}", // one rule; all of them are printed by /rules
    "/api/docs",
];

#[tokio::test(flavor = "multi_thread")]
async fn every_page_with_a_table_can_be_printed() {
    let folder = tempfile::tempdir().expect("a folder");
    let house = House::reading_with(crate::stage::reader(folder.path())).await;
    let put = settled(&house).await;
    let mut wrong = vec![];
    for (method, path, expected) in TABLE {
        let shown = expected.iter().position(|status| *status == 200);
        let (Some(place @ 1..), "GET") = (shown, *method) else { continue };
        let page = house.browser(ASKERS[place]).await.get(&filled(path, &put)).await;
        let listed = page.header("content-type").starts_with("text/html") && page.has("<table");
        let printed = page.has("print=1\"") || page.has("data-print");
        if listed && !printed && !NO_LISTS.contains(path) {
            wrong.push(path);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_print_holds_every_row_of_the_filter_over_several_sheets() {
    let house = House::new().await;
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    for n in 0..60_u32 {
        let body = format!("44010619670312{:03}", n * 2 + 1);
        let sum: u32 =
            body.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
        let number = format!("{body}{}", &"10X98765432"[(sum % 11) as usize..][..1]);
        house.taken(row(n + 2, &[(Field::IdNumber, &number)])).await;
    }
    let worker = house.browser("worker").await;
    let page = worker.get("/cases").await;
    assert!(page.has("下一页") && page.text.matches(NAME).count() < 60, "the screen is paged");
    let way = page.text.split("href=\"").find(|r| r.contains("print=1\"")).and_then(|r| r.split('"').next());
    let print =
        worker.get(&way.expect("a way to the print").replace("&#38;", "&").replace("&amp;", "&")).await;
    assert_eq!(print.text.matches(NAME).count(), 60);
    assert!(print.has("第 2 页，共 ") && print.has("进展：全部"));
}
