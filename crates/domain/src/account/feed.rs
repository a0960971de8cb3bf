//! 日历订阅: the private address under which a calendar program fetches how much is due on which day. Everybody
//! makes, renews and revokes his own; it ends with a new grant, a reset password and with the account.
//! Must never know: the address, what a calendar shows.

use super::{Account, Event, leave::has_desk};
use crate::{
    command::{Kind, Spec, may},
    kernel::{Ctx, Refusal, Role, refuse},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What of the unit's calendar is fetched.
pub const SHOWS: &[(&str, &str)] = &[("own", "我该办的"), ("unit", "本单位全部")];

/// Who has a calendar: everybody who sees files.
const WHO: &[Role] = &[Role::City, Role::District, Role::OfficeHead, Role::OfficeWorker, Role::Prison];

pub(super) const MAKE: Spec = Spec {
    name: "make-feed",
    title: "生成订阅地址",
    help: "地址只显示一次，里面没有姓名。再生成一次，原来的地址就作废。",
    who: WHO,
    answers: false,
    fields: &[may("shows", "显示哪些", Kind::Choice(SHOWS), "不选就显示本单位全部")],
};

pub(super) const REVOKE: Spec = Spec {
    name: "revoke-feed",
    title: "作废订阅地址",
    help: "作废后立即打不开，手机上的日历不再更新。",
    who: WHO,
    answers: false,
    fields: &[],
};

/// An address that was made and still leads somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feed {
    /// Made on that day.
    pub on: Date,
    /// Shows what he is responsible for himself; else everything of his unit.
    pub own: bool,
}

pub(super) fn made(account: &Account, ctx: &Ctx<'_>, shows: Option<&str>) -> Result<Vec<Event>, Refusal> {
    let (on, by) = (ctx.today, himself(account, ctx)?);
    let own = shows == Some("own") && has_desk(ctx.actor.role);
    Ok(vec![Event::FeedMade { on, by, own }])
}

pub(super) fn revoked(account: &Account, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
    let by = himself(account, ctx)?;
    match &account.feed {
        Some(_) => Ok(vec![Event::FeedRevoked { on: ctx.today, by }]),
        None => refuse("no_feed", "现在没有订阅地址，不用作废"),
    }
}

fn himself(account: &Account, ctx: &Ctx<'_>) -> Result<String, Refusal> {
    match account.login == ctx.actor.account {
        true => Ok(account.login.clone()),
        false => refuse("not_your_feed", "订阅地址由本人办理。要停用别人的，请重置密码或停用账号"),
    }
}

#[cfg(test)]
mod tests;
