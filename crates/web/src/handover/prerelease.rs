//! 预释放名册 (F2): who is released in a month, what is done before that day, and which of the month's dates
//! are kept. Figures open the persons whom they count.
//! Must never know: whom the visitor may see, when a paper counts.

use super::{
    Cursor,
    month::{Month, Pick},
    words,
};
use crate::{
    app::App,
    asked::Asked,
    frame::{self, Frame},
    print,
    problem::PageProblem,
    session::Visitor,
    words::{day, day_of},
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::{
    fetch::Stage,
    handover::LEAVING,
    roster::HAND_OVER,
    unit::{Level, Unit},
};
use jiff::civil::Date;
use service::prerelease as lists;
use store::prerelease::{Counts, Lack, Listed};

/// How many persons one page shows.
const SHOWN: usize = 100;

/// A filter with its figure.
struct Tab {
    href: String,
    title: &'static str,
    count: i64,
    current: bool,
}

/// One of the month's dates.
struct Deadline {
    rule: &'static str,
    what: &'static str,
    on: String,
    /// Style word of the state.
    tone: &'static str,
    state: String,
}

/// A mark of the checklist.
struct Mark {
    label: &'static str,
    done: bool,
    word: &'static str,
}

struct Line {
    no: String,
    name: String,
    key: bool,
    custody: String,
    release: String,
    owner: String,
    home: bool,
    /// Why he does not count; such a line has no marks.
    uncounted: Option<&'static str>,
    marks: Vec<Mark>,
}

#[derive(Template)]
#[template(path = "handover/prerelease.html")]
struct Page {
    frame: Frame,
    month: Month,
    months: Vec<Pick>,
    owners: Vec<Pick>,
    lack: &'static str,
    tabs: Vec<Tab>,
    deadlines: Vec<Deadline>,
    reasons: Vec<(&'static str, i64)>,
    lines: Vec<Line>,
    count: String,
    next: Option<String>,
    first: Option<String>,
    /// Path of the list on paper.
    print: String,
    /// The visitor may add somebody who is missing.
    adds: bool,
}

/// What the list is asked for.
struct Wanted {
    month: Month,
    lack: Lack,
    owner: Option<String>,
}

impl Wanted {
    fn read(asked: &Asked, today: Date) -> Wanted {
        let is_code = |c: &&str| c.len() <= 20 && c.bytes().all(|b| b.is_ascii_alphanumeric());
        Wanted {
            month: Month::read(asked.get("month"), today),
            lack: asked.get("lack").and_then(Lack::from_code).unwrap_or(Lack::Nothing),
            owner: asked.get("owner").filter(is_code).map(str::to_owned),
        }
    }

    fn path(&self, lack: Lack) -> String {
        let owner = self.owner.as_deref().unwrap_or_default();
        format!("/handover/prerelease?month={}&lack={}&owner={owner}", self.month.code(), lack.code())
    }
}

/// `GET /handover/prerelease`
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let today = visitor.asker.now.today;
    let wanted = Wanted::read(&asked, today);
    let list = wanted.path(wanted.lack);
    let cursor = Cursor::open(&app, &visitor, &list, asked.get("after"));
    let ask = print::ask(&asked, SHOWN, cursor.after.clone());
    let found =
        app.service.prerelease(&visitor.asker, wanted.month.0, wanted.lack, wanted.owner.clone(), ask).await;
    let found = found.map_err(|p| PageProblem::new(&app, p))?;
    if print::wanted(&asked) {
        return print::answer(&app, &visitor, on_paper(&app, &wanted, &found, today, list)).await;
    }
    let mut frame = Frame::new(&app, &visitor, "handover", format!("预释放名册 {}", wanted.month.label()));
    frame.notice = cursor.notice();
    let next = found.page.next.as_ref().map(|keys| Cursor::seal(&app, &visitor, &list, keys));
    frame::render(Page {
        frame,
        month: wanted.month,
        months: wanted.month.picks(today),
        owners: owners(&app, &visitor, wanted.owner.as_deref()),
        lack: wanted.lack.code(),
        tabs: tabs(&wanted, &found.counts),
        deadlines: deadlines(&app, &found, today),
        reasons: found.counts.uncounted.iter().map(|(code, n)| (reason(code), *n)).collect(),
        lines: found.page.items.iter().map(|r| line(&app, r, today)).collect(),
        count: words::count(&found.page, "人"),
        next: next.map(|after| format!("{list}&after={after}")),
        print: format!("{list}&print=1"),
        first: cursor.after.is_some().then_some(list),
        adds: HAND_OVER.who.contains(&visitor.asker.actor.role),
    })
}

/// The list as it is printed.
fn on_paper(app: &App, wanted: &Wanted, found: &lists::Month, today: Date, back: String) -> print::List {
    let row = |l: Line| {
        let name = if l.key { format!("{}（重点）", l.name) } else { l.name };
        let mut all = vec![name, l.no, l.custody, l.release, l.owner];
        match l.uncounted {
            Some(why) => all.extend([why].into_iter().chain([""; 6]).map(str::to_owned)),
            None => all.extend(l.marks.iter().map(|m| m.word.to_owned())),
        }
        all
    };
    let owner = wanted.owner.as_deref().map_or("全部", |code| app.service.units.name(code));
    print::List {
        name: "prerelease",
        title: format!("预释放名册 {}", wanted.month.label()),
        filter: format!("{}；单位：{owner}", title(wanted.lack)),
        columns: vec![
            ("姓名", 4),
            ("档案号", 4),
            ("监所", 5),
            ("释放日期", 4),
            ("责任单位", 5),
            ("核查", 2),
            ("通知书", 2),
            ("评估", 2),
            ("回执", 2),
            ("家属", 2),
            ("村居", 2),
            ("接送", 2),
        ],
        rows: found.page.items.iter().map(|r| row(line(app, r, today))).collect(),
        more: print::more(&found.page),
        back,
    }
}

/// Why somebody does not count, in words.
pub(super) fn reason(code: &str) -> &'static str {
    match code {
        "outside" => "户籍在外市",
        _ => LEAVING.iter().find(|(c, _)| *c == code).map_or("其他", |(_, word)| word),
    }
}

fn owners(app: &App, visitor: &Visitor, chosen: Option<&str>) -> Vec<Pick> {
    let below = app.service.units.below(&visitor.asker.actor.unit);
    if below.len() < 2 {
        return vec![];
    }
    let pick = |u: &&store::unit::Named| Pick {
        code: u.code.clone(),
        label: u.name.clone(),
        chosen: chosen == Some(u.code.as_str()),
    };
    below.iter().map(pick).collect()
}

fn title(lack: Lack) -> &'static str {
    match lack {
        Lack::Nothing => "全部",
        Lack::Office => "未分派",
        Lack::Verification => "未核查",
        Lack::Notice => "缺通知书",
        Lack::Assessment => "缺评估意见",
        Lack::Receipt => "未寄回执",
        Lack::Family => "家属未告知",
        Lack::Village => "村居未告知",
        Lack::Key => "重点",
        Lack::Home => "已释放",
        Lack::Uncounted => "不计入",
    }
}

fn tabs(wanted: &Wanted, counts: &Counts) -> Vec<Tab> {
    let tab = |(lack, count): (Lack, &i64)| Tab {
        href: wanted.path(lack),
        title: title(lack),
        count: *count,
        current: lack == wanted.lack,
    };
    Lack::ALL.into_iter().zip(&counts.of).map(tab).collect()
}

fn deadlines(app: &App, found: &lists::Month, today: Date) -> Vec<Deadline> {
    let dates = found.dates;
    let named = |list: &[(String, i64)], level: Option<Level>| -> Vec<String> {
        let wanted = |unit: &&(String, i64)| level.is_none_or(|l| Unit::new(unit.0.as_str()).level() == l);
        let told = |(unit, n): &(String, i64)| format!("{} {n} 人", app.service.units.name(unit));
        list.iter().filter(wanted).map(told).collect()
    };
    let not_given = |level| named(&found.counts.not_given, Some(level));
    vec![
        deadline(
            "R-08",
            "监所报送",
            dates.sent_by,
            today,
            "晚于期限报来",
            &named(&found.counts.sent_after, None),
        ),
        deadline("R-09", "市局分发到区", dates.city_by, today, "还没有分派", &not_given(Level::City)),
        deadline("R-10", "区局分发到所", dates.district_by, today, "还没有分派", &not_given(Level::District)),
    ]
}

fn deadline(
    rule: &'static str,
    what: &'static str,
    on: Date,
    today: Date,
    failing: &str,
    who: &[String],
) -> Deadline {
    let (tone, state) = match (today > on, who.is_empty()) {
        (true, true) => ("done", "都在期限内".to_owned()),
        (true, false) => ("late", format!("{failing}：{}", who.join("、"))),
        (false, true) => ("", format!("还有 {} 天", (on - today).get_days())),
        (false, false) => ("soon", format!("{failing}：{}", who.join("、"))),
    };
    Deadline { rule, what, on: day(on, today), tone, state }
}

fn line(app: &App, row: &Listed, today: Date) -> Line {
    let m = row.marks;
    let mark = |label, done, word| Mark { label, done, word: if done { word } else { "缺" } };
    let notice = if m.corrected { "更正" } else { "有" };
    let fetched = if row.fetch == Stage::Confirmed { "已确认" } else { "已安排" };
    Line {
        no: row.no.clone(),
        name: row.name.clone(),
        key: row.category == "key",
        custody: app.service.units.name(&row.custody).to_owned(),
        release: day_of(&row.release_on, today),
        owner: app.service.units.name(&row.owner).to_owned(),
        home: m.arrived,
        uncounted: (!row.uncounted.is_empty()).then(|| reason(&row.uncounted)),
        marks: vec![
            mark("核查", m.verified, "有"),
            mark("通知书", m.notice, notice),
            mark("评估", m.assessment, "有"),
            mark("回执", m.receipt, "有"),
            mark("家属", m.family, "有"),
            mark("村居", m.village, "有"),
            mark("接送", row.fetch != Stage::Open, fetched),
        ],
    }
}
