//! The list of cases: filter, order, pages; and the search, whose words travel sealed.
//! Must never know: which cases are in scope.

use super::narrowed;
use crate::{
    App,
    asked::Asked,
    form::Posted,
    frame::{self, Frame},
    print,
    problem::PageProblem,
    session::Visitor,
    words::{self, Due},
};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::case::Standing;
use jiff::civil::Date;
use service::{Asker, narrow::Codes};
use store::{
    case::{Filter, Sort},
    page,
    rows::Listed,
};

/// Rows of one page.
const ROWS: usize = 50;
/// How long a search or a place in a list may be returned to, milliseconds: twelve hours.
const LASTS_MILLIS: i64 = 12 * 3600 * 1000;
/// Longer searches are cut: no name or number is so long.
const LONGEST: usize = 60;
/// Searches that find so many show only the first.
const FOUND_AT_MOST: usize = 50;

/// An entry of a select.
struct Choice {
    code: String,
    label: String,
    chosen: bool,
}

/// A case as its line shows it.
struct Line {
    no: String,
    name: String,
    standing: &'static str,
    key: bool,
    owner: String,
    release: String,
    due: Option<Due>,
}

#[derive(Template)]
#[template(path = "casefile/list.html")]
struct Page {
    frame: Frame,
    /// What was searched for, when this is the answer to a search.
    searched: Option<String>,
    lines: Vec<Line>,
    count: String,
    offices: Vec<Choice>,
    standings: Vec<Choice>,
    sorts: Vec<Choice>,
    filtered: bool,
    /// Codes that the filters of the page keep.
    hidden: Vec<(&'static str, String)>,
    /// What these codes mean, in words.
    only: Vec<String>,
    /// Path of the next page.
    next: Option<String>,
    /// Path of the first page, when this is not it.
    first: Option<String>,
    /// Path of the list on paper.
    print: String,
}

/// What the list was asked for.
struct Wanted {
    filter: Filter,
    /// What a number of the workbench narrows it to, standing aside.
    codes: Codes,
    sort: Sort,
}

impl Wanted {
    fn read(asked: &Asked) -> Wanted {
        let sort = Sort::ALL.into_iter().find(|s| Some(s.code()) == asked.get("sort"));
        let standing = asked.get("standing").and_then(Standing::from_code);
        let is_code = |c: &&str| c.len() <= 20 && c.bytes().all(|b| b.is_ascii_alphanumeric());
        Wanted {
            filter: Filter {
                owner: asked.get("office").filter(is_code).map(str::to_owned),
                standing: standing.map(|s| s.code().to_owned()),
            },
            codes: Codes { standing: String::new(), ..Codes::read(|key| asked.get(key)) },
            sort: sort.unwrap_or(Sort::Due),
        }
    }

    /// All of it as codes: one office is an area like any other.
    fn all(&self) -> Codes {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let area =
            if self.codes.area.is_empty() { text(&self.filter.owner) } else { self.codes.area.clone() };
        Codes { area, standing: text(&self.filter.standing), ..self.codes.clone() }
    }

    fn is_narrowed(&self) -> bool {
        self.codes != Codes::default()
    }

    /// The path of this list; everything on it is a code.
    fn path(&self) -> String {
        let office = self.filter.owner.as_deref().unwrap_or_default();
        let standing = self.filter.standing.as_deref().unwrap_or_default();
        let more: String = self.codes.pairs().iter().map(|(key, value)| format!("&{key}={value}")).collect();
        format!("/cases?office={office}&standing={standing}&sort={}{more}", self.sort.code())
    }

    /// A place in this list is no place in another one.
    fn purpose(&self) -> String {
        format!("cursor:{}", self.path())
    }
}

/// `GET /cases`
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    asked: Asked,
) -> Result<Response, PageProblem> {
    if let Some(sealed) = asked.get("s") {
        return found(&app, &visitor, &asked, sealed).await;
    }
    let wanted = Wanted::read(&asked);
    let after = asked.get("after").and_then(|c| cursor(&app, &visitor.asker, &wanted, c));
    let first = after.is_some().then(|| wanted.path());
    let ask = print::ask(&asked, ROWS, after);
    let page = match wanted.is_narrowed() {
        true => app.service.narrowed(&visitor.asker, &wanted.all(), wanted.sort, ask).await,
        false => app.service.cases(&visitor.asker, wanted.filter.clone(), wanted.sort, ask).await,
    };
    let page = page.map_err(|p| PageProblem::new(&app, p))?;
    if print::wanted(&asked) {
        return print::answer(&app, &visitor, on_paper(&app, &visitor, &wanted, &page)).await;
    }
    shown(&app, &visitor, &wanted, first, &page)
}

/// The list as it is printed.
fn on_paper(app: &App, visitor: &Visitor, wanted: &Wanted, page: &page::Page<Listed>) -> print::List {
    let row = |c: Line| {
        let name = if c.key { format!("{}（重点）", c.name) } else { c.name };
        let due = words::on_paper(c.due.as_ref());
        vec![name, c.no, c.standing.to_owned(), c.owner, c.release, due]
    };
    let owner = wanted.filter.owner.as_deref().map_or("全部", |code| app.service.units.name(code));
    let standing = wanted.filter.standing.as_deref().and_then(Standing::from_code);
    print::List {
        name: "cases",
        title: "档案名单".into(),
        filter: format!("单位：{owner}；进展：{}", standing.map_or("全部", Standing::name)),
        columns: vec![
            ("姓名", 4),
            ("档案号", 4),
            ("进展", 3),
            ("责任单位", 6),
            ("释放日期", 4),
            ("最近到期", 6),
        ],
        rows: lines(app, &page.items, visitor.asker.now.today).into_iter().map(row).collect(),
        more: print::more(page),
        back: wanted.path(),
    }
}

/// The unfiltered list from its beginning, from rows already loaded through the visitor's scope and noted
/// as looked at.
pub fn list_page(app: &App, visitor: &Visitor, page: &page::Page<Listed>) -> Result<Response, PageProblem> {
    let wanted = Wanted { filter: Filter::default(), codes: Codes::default(), sort: Sort::Due };
    shown(app, visitor, &wanted, None, page)
}

fn shown(
    app: &App,
    visitor: &Visitor,
    wanted: &Wanted,
    first: Option<String>,
    page: &page::Page<Listed>,
) -> Result<Response, PageProblem> {
    let count = match page.exact {
        true => format!("共 {} 份", page.at_least),
        false => "超过 10,000 份".to_owned(),
    };
    frame::render(Page {
        searched: None,
        lines: lines(app, &page.items, visitor.asker.now.today),
        count,
        offices: offices(app, &visitor.asker, wanted),
        standings: standings(wanted),
        sorts: sorts(wanted),
        filtered: wanted.filter != Filter::default() || wanted.is_narrowed(),
        hidden: wanted.codes.pairs().iter().map(|(key, value)| (*key, (*value).to_owned())).collect(),
        only: narrowed::words(app, &visitor.asker, &wanted.codes),
        next: page.next.as_ref().map(|keys| next_path(app, &visitor.asker, wanted, keys)),
        first,
        print: format!("{}&print=1", wanted.path()),
        frame: Frame::new(app, visitor, "cases", "档案"),
    })
}

/// `POST /cases/search`: the words are sealed before they reach a URL.
pub(super) async fn search(State(app): State<App>, posted: Posted) -> Response {
    let words: String = posted.text("q").trim().chars().take(LONGEST).collect();
    if words.is_empty() {
        return Redirect::to("/cases").into_response();
    }
    let sealed = app.service.seal(&posted.visitor.asker, "search", &words, LASTS_MILLIS);
    Redirect::to(&format!("/cases?s={sealed}")).into_response()
}

async fn found(app: &App, visitor: &Visitor, asked: &Asked, sealed: &str) -> Result<Response, PageProblem> {
    let Some(words) = app.service.unseal(&visitor.asker, "search", sealed) else {
        return Ok(Redirect::to("/cases").into_response());
    };
    let found = app.service.search(&visitor.asker, &words).await.map_err(|p| PageProblem::new(app, p))?;
    if print::wanted(asked) {
        let page = page::Page { items: found, next: None, at_least: 0, exact: true };
        let list = on_paper(app, visitor, &Wanted::read(asked), &page);
        let (title, filter) = ("查找结果".to_owned(), format!("查找：{words}"));
        return print::answer(
            app,
            visitor,
            print::List { title, filter, back: format!("/cases?s={sealed}"), ..list },
        )
        .await;
    }
    let count = match found.len() {
        0 => "没有找到".to_owned(),
        FOUND_AT_MOST => format!("先列 {FOUND_AT_MOST} 份，请多输几个字"),
        n => format!("找到 {n} 份"),
    };
    frame::render(Page {
        searched: Some(words),
        lines: lines(app, &found, visitor.asker.now.today),
        count,
        offices: vec![],
        standings: vec![],
        sorts: vec![],
        filtered: false,
        hidden: vec![],
        only: vec![],
        next: None,
        first: None,
        print: format!("/cases?s={sealed}&print=1"),
        frame: Frame::new(app, visitor, "cases", "查找结果"),
    })
}

fn next_path(app: &App, asker: &Asker, wanted: &Wanted, keys: &(String, String)) -> String {
    let content = serde_json::json!([keys.0, keys.1]).to_string();
    let sealed = app.service.seal(asker, &wanted.purpose(), &content, LASTS_MILLIS);
    format!("{}&after={sealed}", wanted.path())
}

fn cursor(app: &App, asker: &Asker, wanted: &Wanted, sealed: &str) -> Option<(String, String)> {
    let content = app.service.unseal(asker, &wanted.purpose(), sealed)?;
    serde_json::from_str(&content).ok()
}

fn lines(app: &App, found: &[Listed], today: Date) -> Vec<Line> {
    let line = |c: &Listed| Line {
        no: c.no.clone(),
        name: c.name.clone(),
        standing: Standing::from_code(&c.standing).map_or("", Standing::name),
        key: c.category == "key",
        owner: app.service.units.name(&c.owner).to_owned(),
        release: words::day_of(&c.release_on, today),
        due: words::due(&c.due_on, today),
    };
    found.iter().map(line).collect()
}

/// Units below, for those who have any; an office or a custodial place has nothing to choose.
fn offices(app: &App, asker: &Asker, wanted: &Wanted) -> Vec<Choice> {
    let below = app.service.units.below(&asker.actor.unit);
    if below.len() < 2 {
        return vec![];
    }
    let choice = |u: &&store::unit::Named| Choice {
        code: u.code.clone(),
        label: u.name.clone(),
        chosen: wanted.filter.owner.as_deref() == Some(u.code.as_str()),
    };
    below.iter().map(choice).collect()
}

fn standings(wanted: &Wanted) -> Vec<Choice> {
    let choice = |s: Standing| Choice {
        code: s.code().to_owned(),
        label: s.name().to_owned(),
        chosen: wanted.filter.standing.as_deref() == Some(s.code()),
    };
    Standing::ALL.into_iter().map(choice).collect()
}

fn sorts(wanted: &Wanted) -> Vec<Choice> {
    let choice = |s: Sort| Choice {
        code: s.code().to_owned(),
        label: match s {
            Sort::Due => "最近到期",
            Sort::Name => "姓名",
            Sort::Release => "释放日期",
        }
        .to_owned(),
        chosen: wanted.sort == s,
    };
    Sort::ALL.into_iter().map(choice).collect()
}
