//! Who looked at a file, and why: for the bureaus and the head of the office. Reading this list is a look
//! at the file as well.
//! Must never know: what is in the file beyond whose it is.

use crate::{
    app::App,
    asked::{Asked, Segments},
    frame::{self, Frame},
    handover::words,
    problem::PageProblem,
    session::Visitor,
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::{kernel::Role, paper::Form};
use jiff::civil::Date;
use service::audit::Looked;

/// One look.
struct Line {
    at: String,
    who: String,
    role: &'static str,
    unit: String,
    what: String,
    why: String,
}

/// A role to choose.
struct Choice {
    word: &'static str,
    name: &'static str,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "admin/looks.html")]
struct LooksPage {
    frame: Frame,
    no: String,
    name: String,
    lines: Vec<Line>,
    capped: bool,
    from: String,
    until: String,
    roles: Vec<Choice>,
    filtered: bool,
}

/// `GET /cases/{no}/looks?from=…&until=…&role=…`
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    place: Segments,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let no = place.get(0).to_owned();
    let day = |key: &str| asked.get(key).and_then(|text| reference::date_text::parse(text).ok());
    let (span, role) = ((day("from"), day("until")), asked.get("role").and_then(Role::from_word));
    let found = app.service.who_looked(&visitor.asker, &no, span, role).await;
    let found = found.map_err(|p| PageProblem::new(&app, p))?;
    let typed = |day: Option<Date>| day.map_or_else(String::new, |d| d.to_string());
    let choice = |r: Role| Choice { word: r.word(), name: r.name(), chosen: role == Some(r) };
    frame::render(LooksPage {
        frame: Frame::new(&app, &visitor, "cases", format!("查阅记录 {no}")),
        name: found.name,
        capped: !found.all,
        lines: found.looks.iter().map(|l| line(&app, l)).collect(),
        no,
        from: typed(span.0),
        until: typed(span.1),
        roles: Role::ALL.into_iter().filter(|r| r.sees_files()).map(choice).collect(),
        filtered: role.is_some() || span != (None, None),
    })
}

fn line(app: &App, looked: &Looked) -> Line {
    let look = &looked.look;
    Line {
        at: words::instant(look.at),
        who: format!("{}（{}）", looked.name, look.actor),
        role: looked.role.map_or("", Role::name),
        unit: app.service.units.name(&look.unit).to_owned(),
        what: what(&look.what),
        why: why(&look.reason).to_owned(),
    }
}

pub(super) fn what(code: &str) -> String {
    if let Some(form) = code.strip_prefix("paper:").and_then(Form::from_code) {
        return format!("文书 {} {}", form.sheet().code, form.sheet().title);
    }
    let word = match code {
        "case" => "打开档案",
        "sealed" => "打开封存档案",
        "number" => "查看完整身份号码",
        "letter" => "打开发文",
        "list" => "列表",
        "print" => "打印名单",
        "search" => "查人",
        "held" => "待更正的行",
        "roster" => "名册",
        "audit" => "审计查询",
        "scans" => "打开材料列表",
        other => match other.strip_prefix("scan:").map(kind) {
            Some(kind) => return format!("打开图片：{kind}"),
            None => other,
        },
    };
    word.to_owned()
}

fn kind(code: &str) -> &str {
    domain::scan::KINDS.iter().find(|(c, _)| *c == code).map_or(code, |(_, name)| name)
}

/// The derived reasons in words; a typed reason as it was typed.
pub(super) fn why(reason: &str) -> &str {
    match reason {
        "caseload" => "本人负责的对象",
        "obligation" => "本单位有待办事项",
        "unit" => "本单位的对象",
        "sender" => "本监所报送的人员",
        "supervision" => "上级监督",
        "dual" => "双列管",
        "list" => "日常列表",
        "search" => "查人",
        "workbench" => "待办",
        "calendar" => "日历",
        "feed" => "日历订阅",
        "note" => "超期通报",
        "sealed" => "封存档案列表",
        "rules" => "规则包试算",
        "search-acts" => "查操作记录",
        "search-looks" => "查查阅记录",
        typed => typed,
    }
}
