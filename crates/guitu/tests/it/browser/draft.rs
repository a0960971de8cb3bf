//! A visit typed on a phone: the network dies, the tab is closed, nothing is lost, nothing is sent twice; and
//! nobody reads it afterwards.
//! Must never know: how a draft is encrypted.

use super::{Browser, Window, crawl, crawl::PASSWORD, in_browser, layout};

const NOTE: &str = "在楼下见到本人，说下周去厂里面试";
const NAMES: &str = "Object.keys(localStorage).filter(n => n.startsWith('guitu-draft:'))";

#[test]
fn a_draft_survives_a_dead_network_and_a_closed_tab_and_ends_with_the_session() {
    in_browser(async {
        let (_folder, server) = layout::city();
        let phone = Browser::open(&server, Window::PHONE).await;
        crawl::sign_in(&phone, "worker", PASSWORD).await;
        let form = visit_of_somebody(&phone).await;
        typed_without_network(&phone, &form).await;
        phone.another_tab().await;
        sent_once_from_another_tab(&phone, &form).await;
        gone_after_signing_out(&phone, &form).await;
    });
}

/// The way to the form of a visit, from the file's bar at the bottom of the phone.
async fn visit_of_somebody(phone: &Browser) -> String {
    phone.go("/workbench").await;
    let way = "document.querySelector(\"main a[href$='/record-visit']\").getAttribute('href')";
    let form =
        phone.run(&format!("return {way}"), &[]).await.as_str().expect("a visit that is due").to_owned();
    phone.go(form.trim_end_matches("/record-visit")).await;
    let shown = "return document.querySelector(\".dock a[href^='tel:']\").offsetHeight >= 44";
    phone.until(shown).await;
    phone.press(".dock a[href$='/record-visit']").await;
    assert_eq!(phone.path().await, form);
    form
}

async fn fill_in(phone: &Browser) {
    for (field, value) in [("way", "home"), ("result", "met"), ("note", NOTE)] {
        phone.set(field, value).await;
    }
}

async fn typed_without_network(phone: &Browser, form: &str) {
    phone.cut_network();
    fill_in(phone).await;
    phone.find("form[data-draft] .btn.go").await.click().await.expect("it is pressed");
    phone
        .until("return document.querySelector('[data-drafted]').innerText.includes('网络不通，已存在本机')")
        .await;
    assert_eq!(phone.path().await, form, "the page stays");
    phone.fits().await;
    let kept = phone.run(&format!("return {NAMES}.map(n => n + localStorage.getItem(n)).join()"), &[]).await;
    let kept = kept.as_str().expect("a text");
    let no = form.split('/').nth(2).expect("a number");
    assert!(kept.len() > 200 && !kept.contains("楼下") && !kept.contains(no), "in clear: {kept}");
}

async fn sent_once_from_another_tab(phone: &Browser, form: &str) {
    phone.go(form).await;
    phone
        .until("return document.querySelector('[data-drafted]').innerText.includes('有一份未提交的草稿（')")
        .await;
    phone.find("[data-drafted] .btn").await.click().await.expect("it is restored");
    let back = format!("return document.querySelector('[name=note]').value === '{NOTE}'");
    phone.until(&back).await;
    phone.press("form[data-draft] .btn.go").await;
    phone.says("“记录走访”已保存").await;
    phone.until(&format!("return {NAMES}.length === 0")).await;
    let times = format!("return document.body.innerText.split('{NOTE}').length - 1");
    assert_eq!(phone.run(&times, &[]).await, 1, "sent once");
    phone.go(form).await;
    phone.until("return document.querySelector('[data-drafted]').hidden").await;
}

async fn gone_after_signing_out(phone: &Browser, form: &str) {
    fill_in(phone).await;
    phone.until(&format!("return {NAMES}.length === 1")).await;
    let copied = phone.run(&format!("const n = {NAMES}[0]; return [n, localStorage.getItem(n)]"), &[]).await;
    // Leaving a filled form is asked about; that question is not what is tried here.
    phone.run("delete document.querySelector('form[data-draft]').dataset.touched", &[]).await;
    crawl::sign_out(phone).await;
    phone.until(&format!("return {NAMES}.length === 0")).await;
    crawl::sign_in(phone, "worker", PASSWORD).await;
    phone.run("localStorage.setItem(arguments[0][0], arguments[0][1])", &[copied]).await;
    phone.go(form).await;
    phone.until(&format!("return {NAMES}.length === 0")).await;
    let offered = phone.run("return document.querySelector('[data-drafted]').hidden", &[]).await;
    assert_eq!(offered, true, "another session cannot read it");
}
