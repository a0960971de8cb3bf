//! Before a release, for programs: who is released in a month, who was found not to belong here, which papers
//! are missing. The same lists as the pages, row by row.
//! Must never know: whom the caller may see, when a paper is due.

use super::{
    body::{Fields, Params, text},
    list::{self, AFTER, LIMIT},
    operation::{Answer, FILES, Operation, described},
    schema::{date, flag, maybe, named, object, text as string, word},
    shape,
};
use crate::{app::App, problem::ApiProblem, session::Caller};
use axum::{Json, extract::State};
use domain::{
    command::{Field, Kind, Spec, may},
    fetch::Stage,
    handover::LEAVING,
};
use jiff::civil::Date;
use serde_json::{Value, json};
use store::prerelease::{Lack, Listed, Paper};

const LACKS: &[(&str, &str)] = &[
    ("all", "全部"),
    ("office", "未分派"),
    ("verification", "未核查"),
    ("notice", "缺通知书"),
    ("assessment", "缺评估意见"),
    ("receipt", "未寄回执"),
    ("family", "家属未告知"),
    ("village", "村居未告知"),
    ("key", "重点"),
    ("home", "已释放"),
    ("uncounted", "不计入"),
];
const PAPERS: &[(&str, &str)] =
    &[("notice", "通知书未到"), ("assessment", "评估意见未到"), ("receipt", "回执未寄回")];
const MONTH: Field = may("month", "月份", Kind::Date, "该月任意一天，默认本月");
static LIST: Spec = described(
    "list-prerelease",
    "预释放名册",
    "一个月内释放的人员和释放前该办的事，按释放日期。",
    FILES,
    &[],
);
static LIST_QUERY: &[Field] = &[
    MONTH,
    may("lack", "未办事项", Kind::Choice(LACKS), "默认 all"),
    may("office", "责任单位代码", Kind::Unit, ""),
    LIMIT,
    AFTER,
];
static UNLINKED: Spec =
    described("list-unlinked", "未衔接人员表", "一个月内登记为不在本辖区衔接的人员和原因。", FILES, &[]);
static UNLINKED_QUERY: &[Field] = &[MONTH, LIMIT, AFTER];
static MISSING: Spec = described(
    "list-missing-papers",
    "缺少的通知书和回执",
    "到今天应当有、还没有登记的材料，最早到期在前。",
    FILES,
    &[],
);
static MISSING_QUERY: &[Field] = &[may("paper", "材料", Kind::Choice(PAPERS), "默认 notice"), LIMIT, AFTER];

pub(super) fn operations() -> Vec<Operation> {
    let page = || Answer::Json("PrereleasePage");
    vec![
        Operation::get("/api/v1/prerelease", &LIST, page(), prerelease).query(LIST_QUERY),
        Operation::get("/api/v1/prerelease/unlinked", &UNLINKED, page(), unlinked).query(UNLINKED_QUERY),
        Operation::get("/api/v1/prerelease/missing", &MISSING, page(), missing).query(MISSING_QUERY),
    ]
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let codes: Vec<&str> = LEAVING.iter().map(|(code, _)| *code).chain(["outside"]).collect();
    let why = format!("不计入衔接率分母的原因；计入为 null。代码：{}", codes.join("、"));
    let item = object(&[
        ("no", string("档案号")),
        ("name", string("姓名")),
        ("owner", named("Coded")),
        ("custody", named("Coded")),
        ("release_on", date("计划释放日期")),
        ("category", word("帮教类型", &["ordinary", "key"])),
        ("entered_on", date("收到名册日期")),
        ("at_office", flag("已分派到司法所")),
        ("verified", flag("已核查属实")),
        ("notice", flag("这个释放日期的通知书已到")),
        ("corrected", flag("该通知书是更正的")),
        ("assessment", flag("综合评估意见已到")),
        ("receipt", flag("回执已寄回")),
        ("family", flag("家属已告知")),
        ("village", flag("村居已告知")),
        (
            "fetch",
            word("接送：open 未安排、planned 已安排、confirmed 已与监所确认", &Stage::ALL.map(Stage::code)),
        ),
        ("arrived", flag("已登记释放后的情况")),
        ("uncounted", maybe(string(&why))),
        ("unlinked_on", maybe(date("登记为不计入的日期"))),
        ("reported_on", maybe(date("上报日期"))),
        ("notice_due", maybe(date("通知书期限；已到或不需要为 null"))),
        ("assessment_due", maybe(date("评估意见期限"))),
        ("receipt_due", maybe(date("回执期限"))),
    ]);
    vec![("PrereleaseItem", item), ("PrereleasePage", list::of("PrereleaseItem"))]
}

fn month(read: &Fields, today: Date) -> Date {
    text(read, MONTH.key).parse().unwrap_or(today).first_of_month()
}

async fn prerelease(
    State(app): State<App>,
    Caller(asker): Caller,
    params: Params,
) -> Result<Json<Value>, ApiProblem> {
    let read = params.read(LIST_QUERY)?;
    let month = month(&read, asker.now.today);
    let lack = Lack::from_code(text(&read, "lack")).unwrap_or(Lack::Nothing);
    let office = text(&read, "office").to_owned();
    let purpose = list::purpose("prerelease", &[&month.to_string(), lack.code(), &office]);
    let ask = list::ask(&app, &asker, &purpose, &read)?;
    let owner = Some(office).filter(|o| !o.is_empty());
    let found = app.service.prerelease(&asker, month, lack, owner, ask).await?;
    Ok(Json(list::page(&app, &asker, &purpose, &found.page, |r| item(&app, r))))
}

async fn unlinked(
    State(app): State<App>,
    Caller(asker): Caller,
    params: Params,
) -> Result<Json<Value>, ApiProblem> {
    let read = params.read(UNLINKED_QUERY)?;
    let month = month(&read, asker.now.today);
    let purpose = list::purpose("unlinked", &[&month.to_string()]);
    let ask = list::ask(&app, &asker, &purpose, &read)?;
    let found = app.service.unlinked(&asker, month, ask).await?;
    Ok(Json(list::page(&app, &asker, &purpose, &found.page, |r| item(&app, r))))
}

async fn missing(
    State(app): State<App>,
    Caller(asker): Caller,
    params: Params,
) -> Result<Json<Value>, ApiProblem> {
    let read = params.read(MISSING_QUERY)?;
    let paper = Paper::ALL.into_iter().find(|p| p.code() == text(&read, "paper")).unwrap_or(Paper::Notice);
    let purpose = list::purpose("missing", &[paper.code()]);
    let ask = list::ask(&app, &asker, &purpose, &read)?;
    let found = app.service.missing_papers(&asker, paper, ask).await?;
    Ok(Json(list::page(&app, &asker, &purpose, &found.page, |r| item(&app, r))))
}

fn item(app: &App, r: &Listed) -> Value {
    let m = r.marks;
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let [notice_due, assessment_due, receipt_due] = r.papers_due.each_ref().map(|d| shape::day(d));
    json!({
        "no": r.no,
        "name": r.name,
        "owner": shape::unit(app, &r.owner),
        "custody": shape::unit(app, &r.custody),
        "release_on": r.release_on,
        "category": r.category,
        "entered_on": r.entered_on,
        "at_office": m.at_office,
        "verified": m.verified,
        "notice": m.notice,
        "corrected": m.corrected,
        "assessment": m.assessment,
        "receipt": m.receipt,
        "family": m.family,
        "village": m.village,
        "fetch": r.fetch.code(),
        "arrived": m.arrived,
        "uncounted": given(&r.uncounted),
        "unlinked_on": given(&r.unlinked_on),
        "reported_on": given(&r.reported_on),
        "notice_due": notice_due,
        "assessment_due": assessment_due,
        "receipt_due": receipt_due,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_filter_and_paper_is_told_by_its_code() {
        assert_eq!(LACKS.iter().map(|(c, _)| *c).collect::<Vec<_>>(), Lack::ALL.map(Lack::code));
        assert_eq!(PAPERS.iter().map(|(c, _)| *c).collect::<Vec<_>>(), Paper::ALL.map(Paper::code));
    }
}
