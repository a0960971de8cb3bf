//! Workbench, 催办, questions and what changed, over the pages and the API (issue 4, line 9).

use crate::given::{Answer, Browser, House, row};

/// A person whom nobody received though he was released four days ago.
async fn late() -> (House, String) {
    let house = House::new().await;
    let no = house.taken(row(2, &[])).await;
    (house, no)
}

async fn told(browser: &Browser, answer: &Answer) -> Answer {
    assert_eq!(answer.status, 303, "{}", answer.text);
    browser.get(answer.location()).await
}

/// The path and the figure of every number of the page.
fn tiles(page: &Answer) -> Vec<(String, String)> {
    let parts = page.text.split("<a class=\"tile ").skip(1);
    let one = |part: &str| {
        let href =
            part.split("href=\"").nth(1)?.split('"').next()?.replace("&amp;", "&").replace("&#38;", "&");
        let count = part.split("<b>").nth(1)?.split("</b>").next()?;
        Some((href, count.to_owned()))
    };
    parts.map(|part| one(part).expect("a tile")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_number_opens_a_list_of_so_many_people() {
    let (house, _) = late().await;
    for login in ["worker", "head", "district", "city", "prison"] {
        let browser = house.browser(login).await;
        let found = tiles(&browser.get("/workbench").await);
        assert!(found.len() > 3, "{login}");
        for (href, count) in found {
            let list = browser.get(&href).await;
            assert_eq!(list.status, 200, "{href}");
            let rows = list.text.matches("<td><a class=\"name\"").count();
            assert_eq!(rows.to_string(), count, "{login} {href}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_district_urges_with_one_click_and_the_office_sees_it() {
    let (house, no) = late().await;
    let (district, worker) = (house.browser("district").await, house.browser("worker").await);
    let thing = format!("{no} receive");
    let bench = district.get("/workbench").await;
    assert!(bench.has("下级逾期") && bench.has(&format!("name=\"only\" value=\"{thing}\"")));
    let urged = district.post("/urge", &[("only", &thing), ("text", "请今天联系")]).await;
    let bench = told(&district, &urged).await;
    assert!(bench.has("已催办 1 项") && !bench.has("name=\"only\""), "once a day");
    for page in [worker.get("/workbench").await, worker.get(&format!("/cases/{no}")).await] {
        assert!(page.has("11月24日 天河区司法局"), "by whom and when");
    }
    let open = district.get("/urged").await;
    assert!(open.has("今天已催") && open.has("释放当日衔接"));
    let ticked = [("things", thing.as_str()), ("back", "urged")];
    let again = told(&district, &district.post("/urge", &ticked).await).await;
    assert!(again.has("已催办 0 项") && again.has("今天已经催办过这件事"));
    let nothing = district.post("/urge", &[]).await;
    assert!(nothing.status == 422 && nothing.has("必须填写"), "{}", nothing.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_is_asked_and_answered_over_the_pages_of_the_case() {
    let (house, no) = late().await;
    let (district, worker) = (house.browser("district").await, house.browser("worker").await);
    let form = district.get(&format!("/cases/{no}/ask")).await;
    assert!(form.has("番禺监狱") && form.has("员村"), "units are named");
    let asked = [("to", "440106002"), ("text", "家属是否已联系")];
    told(&district, &district.post(&format!("/cases/{no}/ask"), &asked).await).await;
    let bench = worker.get("/workbench").await;
    let path = format!("/cases/{no}/answer-question?which=1");
    assert!(bench.has(&path));
    let form = worker.get(&path).await;
    assert!(form.has("家属是否已联系") && form.has("value=\"1\" selected"));
    let answered = [("id", "1"), ("text", "已联系母亲")];
    told(&worker, &worker.post(&format!("/cases/{no}/answer-question"), &answered).await).await;
    let bench = district.get("/workbench").await;
    assert!(bench.has("看咨询的答复") && !bench.has("已联系母亲"));
    assert!(district.get(&format!("/cases/{no}")).await.has("已联系母亲"));
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_stay_until_the_button_is_pressed() {
    let (house, no) = late().await;
    let district = house.browser("district").await;
    for _ in 0..2 {
        let page = district.get("/changed").await;
        assert!(page.has(&format!("/cases/{no}")) && page.has("都看过了"), "opening it marks nothing");
    }
    let until = given_until(&district.get("/changed").await);
    let page = told(&district, &district.post("/changed/seen", &[("until", &until)]).await).await;
    assert!(page.has("已记为看过") && page.has("没有新的变动"));
    let wrong = district.post("/changed/seen", &[("until", "昨天")]).await;
    assert!(wrong.status == 422 && wrong.has("时刻无法识别"));
}

fn given_until(page: &Answer) -> String {
    let rest = page.text.split("name=\"until\" value=\"").nth(1).expect("the instant of the list");
    rest.split('"').next().expect("an end").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_narrowed_list_says_in_words_what_it_lists_and_keeps_it_when_it_is_sorted() {
    let (house, no) = late().await;
    let district = house.browser("district").await;
    let list = district.get("/cases?by=below&due=late&kind=receive").await;
    for words in ["只列", "由下级单位办理", "已逾期", "name=\"due\" value=\"late\"", &no] {
        assert!(list.has(words), "{words}");
    }
    let none = district.get("/cases?by=own&due=late").await;
    assert!(none.has("没有符合筛选条件的档案"));
    let odd = district.get("/cases?by=%27--&due=yesterday&worker=%3Cb%3E").await;
    assert!(odd.status == 200 && odd.has(&no) && !odd.has("只列"), "what is no code narrows nothing");
}
