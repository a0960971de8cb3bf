//! Help on every page: each page of the hand-written table leads to its own section, and each section says something.

use crate::{
    given::{House, row},
    table::{ASKERS, TABLE},
    table_given::{filled, settled},
};

/// The visible text of the section with that anchor on the page of help.
fn section(help: &str, id: &str) -> Option<String> {
    let mark = format!("<section class=\"card\" id=\"{id}\" data-topic>");
    let from = help.find(&mark)? + mark.len();
    let part = help[from..].split("</section>").next()?;
    let mut text = String::new();
    for piece in part.split('<') {
        text.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
    }
    Some(text)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_has_help_about_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    let house = House::reading_with(crate::stage::reader(folder.path())).await;
    let put = settled(&house).await;
    let mut browsers = vec![house.nobody()];
    for login in &ASKERS[1..] {
        browsers.push(house.browser(login).await);
    }
    let help = browsers[1].get("/help").await.text;
    let (mut walked, mut wrong) = (0, vec![]);
    for (method, path, expected) in TABLE {
        let shown = expected.iter().position(|status| *status == 200);
        let (Some(asker), "GET") = (shown, *method) else { continue };
        let page = browsers[asker].get(&filled(path, &put)).await;
        if !page.header("content-type").starts_with("text/html") {
            continue;
        }
        walked += 1;
        let about = page.text.split("class=\"about\" href=\"/help#").nth(1).and_then(|r| r.split('"').next());
        match about {
            Some(id) => match section(&help, id).map(|text| text.chars().count()) {
                Some(60..) => {}
                length => wrong.push(format!("{path}: section {id} has {length:?} characters")),
            },
            None if page.has("<summary>本页说明</summary>") => {}
            None => wrong.push(format!("{path}: no help")),
        }
    }
    assert!(walked > 40, "{walked} pages were walked");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_tells_what_follows_and_what_is_final_is_asked_about() {
    let house = House::new().await;
    let no = house.at_home(row(2, &[])).await;
    let head = house.browser("head").await;
    assert!(head.get(&format!("/cases/{no}/record-visit")).await.has("<b>保存以后</b>"));
    let path = format!("/cases/{no}/close");
    assert!(head.get(&path).await.has("name=\"sure\""), "the form asks");
    let answer = head.post(&path, &[("ground", "05"), ("note", "写过的话")]).await;
    assert_eq!(answer.status, 422);
    assert!(answer.has("这一项保存后不能撤销"), "and so does the server");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_told_to_come_later_is_told_when() {
    let house = House::new().await;
    let nobody = house.nobody();
    let wrong = [("account", "worker"), ("password", "不对的密码")];
    for _ in 0..5 {
        nobody.post("/sign-in", &wrong).await;
    }
    let locked = nobody.post("/sign-in", &wrong).await;
    assert_eq!((locked.status, locked.header("retry-after")), (429, "900"));
    assert_eq!(nobody.get("/sign-in").await.header("retry-after"), "");
}
