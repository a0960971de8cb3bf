//! What a new instance needs before people work with it, each with the place where it is done.
//! Must never know: how units, calendar or rules are kept.

use super::not_yours;
use crate::{
    app::App,
    frame::{self, Frame},
    problem::PageProblem,
    session::Visitor,
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::{
    kernel::Role,
    unit::{Level, Unit},
};
use jiff::civil::{Date, date};
use reference::calendar::Calendar;
use std::collections::BTreeMap;

/// How a point of the list stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stand {
    Done,
    Missing,
    Look,
}

/// One point of the list.
struct Point {
    title: String,
    text: String,
    stand: Stand,
    link: Option<(&'static str, &'static str)>,
}

impl Point {
    fn word(&self) -> &'static str {
        match self.stand {
            Stand::Done => "已就绪",
            Stand::Missing => "还缺",
            Stand::Look => "请确认",
        }
    }
    fn tag(&self) -> &'static str {
        match self.stand {
            Stand::Done => "done",
            Stand::Missing => "late",
            Stand::Look => "soon",
        }
    }
}

#[derive(Template)]
#[template(path = "admin/first_run.html")]
struct FirstRun {
    frame: Frame,
    points: Vec<Point>,
}

impl FirstRun {
    fn open(&self) -> usize {
        self.points.iter().filter(|p| p.stand == Stand::Missing).count()
    }
}

/// `GET /admin/first-run`
pub(super) async fn page(State(app): State<App>, visitor: Visitor) -> Result<Response, PageProblem> {
    let wrong = |p| PageProblem::new(&app, p);
    if !matches!(visitor.asker.actor.role, Role::Administrator | Role::City) {
        return Err(not_yours(&app, "开办检查由系统管理员和市局使用"));
    }
    let accounts = app.service.accounts_by_role(&visitor.asker).await.map_err(wrong)?;
    let today = visitor.asker.now.today;
    let mut points = vec![units(&app), calendar(&app.service.calendar, today), rules(&app, today)];
    points.push(backup());
    points.extend(roles(&accounts));
    let frame = Frame::new(&app, &visitor, "admin", "开办检查");
    frame::render(FirstRun { frame, points })
}

fn units(app: &App) -> Point {
    let below = app.service.units.below(&app.service.city);
    let count = |level| below.iter().filter(|u| Unit::new(u.code.as_str()).level() == level).count();
    let (districts, offices, custody) =
        (count(Level::District), count(Level::Office), app.service.units.custody().len());
    let stand = if districts > 0 && offices > 0 && custody > 0 { Stand::Done } else { Stand::Missing };
    let text = format!(
        "{districts} 个区局、{offices} 个司法所、{custody} 个监所。名称或归属不对的，更正单位数据后重启程序生效。"
    );
    Point { title: "单位".into(), text, stand, link: None }
}

/// Working days are certain as far as the yearly notice is known.
fn calendar(calendar: &Calendar, today: Date) -> Point {
    let known = (0..5)
        .map(|n| today.year() + n)
        .take_while(|year| !calendar.is_provisional(date(*year, 1, 1)))
        .last();
    let (stand, text) = match known {
        None => {
            (Stand::Missing, format!("{} 年的放假安排还没有载入，工作日按周一至周五估算。", today.year()))
        }
        Some(year) => (
            Stand::Done,
            format!(
                "放假安排已载入到 {year} 年；之后的工作日先按周一至周五估算，国务院办公厅发布后更新程序即可。"
            ),
        ),
    };
    Point { title: "工作日历".into(), text, stand, link: None }
}

fn rules(app: &App, today: Date) -> Point {
    let pack = app.service.rules.at(today);
    let lapsed = pack.basis.valid_to.is_some_and(|until| until < today);
    let (stand, note) = match (lapsed, pack.basis.valid_to) {
        (true, Some(until)) => {
            (Stand::Look, format!("{} 有效期至 {until}：依据已届满，沿用待确认。", pack.basis.title))
        }
        _ => (Stand::Done, format!("依据：{}。", pack.basis.title)),
    };
    let guessed = pack.items().filter(|i| i.confidence != "Q").count();
    let text = format!("{note}其中 {guessed} 项期限来自实务做法或系统默认值，请单位逐项确认。");
    Point { title: "期限规则".into(), text, stand, link: Some(("/rules", "查看规则")) }
}

/// The program cannot see where copies are kept.
fn backup() -> Point {
    let text = "请安排每天备份：SQLite 停止服务后复制整个数据目录，PostgreSQL 用 pg_dump；\
                备份和密钥文件分开保存在别的机器上，并定期试着恢复。密钥文件丢失，加密的内容就再也读不出来。";
    Point { title: "备份".into(), text: text.into(), stand: Stand::Look, link: None }
}

fn roles(accounts: &BTreeMap<Role, i64>) -> Vec<Point> {
    let able = |role| accounts.get(&role).copied().unwrap_or_default();
    Role::ALL
        .into_iter()
        .map(|role| {
            let (stand, text) = match able(role) {
                0 => (Stand::Missing, "还没有可以登录的账号。先新建账号，再由单位负责人授权。".to_owned()),
                n => (Stand::Done, format!("{n} 个账号可以登录。")),
            };
            Point {
                title: format!("账号：{}", role.name()), text, stand, link: Some(("/admin", "账号"))
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_without_a_notice_is_missing_and_a_known_one_is_named() {
        let empty = Calendar::default();
        assert_eq!(calendar(&empty, date(2026, 11, 24)).word(), "还缺");
        let mut known = Calendar::default();
        known.add_exception(date(2026, 10, 1), false);
        let point = calendar(&known, date(2026, 11, 24));
        assert_eq!(point.word(), "已就绪");
        assert!(point.text.contains("载入到 2026 年"));
    }

    #[test]
    fn a_role_that_nobody_has_is_missing() {
        let city = |n| roles(&BTreeMap::from([(Role::City, n)]))[0].word();
        assert_eq!((city(0), city(1)), ("还缺", "已就绪"));
    }
}
