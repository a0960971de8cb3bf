//! Accounts, the first-run list, the rules and the log of looks over the pages.

use crate::desk::{CITY, DISTRICT, OFFICE, desk, prison, row};
use domain::kernel::Role;
use service::Problem;
use store::{
    case::{Filter, Sort},
    page::Ask,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_new_account_gets_a_password_once_and_a_grant_from_the_head() {
    let d = desk().await;
    let admin = d.sits(Role::Administrator, CITY).await;
    let fields = [("login", "chen.min"), ("name", "陈敏")];
    let made = d.post(&admin, "/admin/accounts/new", &fields).await;
    assert_eq!((made.status, made.location.as_str()), (200, ""));
    made.says("一次性密码");
    let password =
        made.text.split("<dd class=\"mono\"><b>").nth(1).and_then(|t| t.split('<').next()).expect("one");
    let opened = d.service.sign_in("chen.min", password, d.now).await.expect("the password works");
    assert!(opened.must_change);
    d.get(&admin, "/admin").await.says("chen.min").says("待授权").says_not(password);

    let district = d.sits(Role::District, DISTRICT).await;
    let list = d.get(&district, "/admin").await;
    list.says("陈敏").says_not("重置或停用").says_not("新建账号");
    let form = d.get(&district, &list.link("/admin/grant?s=")).await;
    form.says("value=\"district\"").says("value=\"office_worker\"").says("天河区司法局");
    form.says_not("value=\"city\"").says_not("value=\"prison\"").says_not("越秀区司法局");
    let login = form.hidden("login");
    let grant = [("login", login.as_str()), ("role", "office_worker"), ("unit", OFFICE)];
    assert_eq!(d.post(&district, "/admin/grant", &grant).await.status, 303);
    let made = d.service.account(&district.asker, "chen.min").await.unwrap();
    assert_eq!((made.role, made.unit.unwrap().code()), (Some(Role::OfficeWorker), OFFICE));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_grants_beyond_his_own_rights() {
    let d = desk().await;
    let admin = d.sits(Role::Administrator, CITY).await;
    d.post(&admin, "/admin/accounts/new", &[("login", "a1"), ("name", "甲")]).await;
    let head = d.sits(Role::OfficeHead, OFFICE).await;
    let form = d.get(&head, &d.get(&head, "/admin").await.link("/admin/grant?s=")).await;
    form.says("value=\"office_worker\"").says_not("value=\"office_head\"").says_not("440106003");
    for (role, unit) in
        [("city", CITY), ("office_head", OFFICE), ("office_worker", "440106003"), ("prison", prison())]
    {
        let page = d.post(&head, "/admin/grant", &[("login", "a1"), ("role", role), ("unit", unit)]).await;
        assert_eq!(page.status, 422, "{role}");
        page.says("role=\"alert\"").says("a1");
    }
    let page =
        d.post(&admin, "/admin/grant", &[("login", "a1"), ("role", "office_worker"), ("unit", OFFICE)]).await;
    assert_eq!(page.status, 422);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_stays_when_an_account_is_refused() {
    let d = desk().await;
    let admin = d.sits(Role::Administrator, CITY).await;
    let page = d.post(&admin, "/admin/accounts/new", &[("login", "Chen Min"), ("name", "<b>陈敏")]).await;
    assert_eq!(page.status, 422);
    page.says("value=\"Chen Min\"")
        .says("&#60;b&#62;陈敏")
        .says("账号用 2 至 32 个小写字母")
        .says_not("一次性密码");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_ends_the_session_and_a_disabled_account_cannot_sign_in() {
    let d = desk().await;
    let admin = d.sits(Role::Administrator, CITY).await;
    let head = d.sits(Role::OfficeHead, OFFICE).await;
    let login = head.asker.actor.account.as_str();
    let reset = d.post(&admin, "/admin/account", &[("login", login), ("command", "reset-password")]).await;
    assert_eq!(reset.status, 200);
    reset.says("密码已重置").says("一次性密码");
    assert_eq!(d.get(&head, "/admin").await.location, "/sign-in");
    let off = d.post(&admin, "/admin/account", &[("login", login), ("command", "disable-account")]).await;
    off.says("账号已停用").says_not("一次性密码");
    let list = d.get(&admin, "/admin").await;
    list.says("已停用");
    let back = d.post(&admin, "/admin/account", &[("login", login), ("command", "enable-account")]).await;
    back.says("账号已恢复").says("一次性密码").says("重新授权".trim_start_matches("重新"));
    d.get(&admin, "/admin").await.says("待授权");
    let again = d.post(&admin, "/admin/account", &[("login", login), ("command", "enable-account")]).await;
    assert_eq!(again.status, 422);
    again.says("账号没有停用");
    d.get(&admin, &list.link("/admin/account?s=")).await.says("恢复后要重新授权");
    let own = admin.asker.actor.account.as_str();
    let own = d.post(&admin, "/admin/account", &[("login", own), ("command", "disable-account")]).await;
    assert_eq!(own.status, 422);
    own.says("不能停用自己的账号");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_change_does_nothing() {
    let d = desk().await;
    let admin = d.sits(Role::Administrator, CITY).await;
    let head = d.sits(Role::OfficeHead, OFFICE).await;
    let login = head.asker.actor.account.as_str();
    for command in ["", "grant", "delete"] {
        let page = d.post(&admin, "/admin/account", &[("login", login), ("command", command)]).await;
        assert_eq!(page.status, 404, "{command}");
    }
    assert_eq!(d.get(&head, "/admin").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn workers_and_prisons_manage_no_accounts() {
    let d = desk().await;
    for (role, unit) in [(Role::OfficeWorker, OFFICE), (Role::Prison, prison())] {
        let person = d.sits(role, unit).await;
        for path in ["/admin", "/admin/first-run"] {
            assert_eq!(d.get(&person, path).await.status, 422, "{role:?} {path}");
        }
        let page = d.post(&person, "/admin/accounts/new", &[("login", "x1"), ("name", "乙")]).await;
        assert_eq!(page.status, 422);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_run_list_says_what_is_missing() {
    let d = desk().await;
    let admin = d.sits(Role::Administrator, CITY).await;
    let page = d.get(&admin, "/admin/first-run").await;
    page.says("11 个区局").says("依据已届满，沿用待确认").says("pg_dump").says("还缺 6 项");
    d.sits(Role::City, CITY).await;
    d.get(&admin, "/admin/first-run").await.says("还缺 5 项");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rules_are_listed_with_source_and_confidence() {
    let d = desk().await;
    let worker = d.sits(Role::OfficeWorker, OFFICE).await;
    let page = d.get(&worker, "/rules").await;
    page.says("R-06").says("15 天").says("R-46").says("10 个工作日").says("当月最后一天");
    page.says("Q 文件规定").says("依据已届满，沿用待确认").says("2025年7月15日");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_looked_at_a_file_is_told_to_heads_only() {
    let d = desk().await;
    let p = d.sits(Role::Prison, prison()).await;
    d.import(&p, &[row("0011", &[])]).await;
    let head = d.sits(Role::OfficeHead, OFFICE).await;
    let worker = d.sits(Role::OfficeWorker, OFFICE).await;
    let ask = Ask { limit: 10, after: None };
    let no =
        d.service.cases(&head.asker, Filter::default(), Sort::Due, ask).await.unwrap().items[0].no.clone();
    d.service.reveal(&worker.asker, &no, "核对身份证原件").await.unwrap();
    let path = format!("/cases/{no}/looks");
    let page = d.get(&head, &path).await;
    page.says("核对身份证原件").says("查看完整身份号码").says(worker.asker.actor.account.as_str());
    page.says(head.asker.actor.account.as_str());
    for person in [&worker, &p] {
        assert_eq!(d.get(person, &path).await.status, 422);
    }
    for (role, unit) in
        [(Role::OfficeHead, "440106003"), (Role::Administrator, CITY), (Role::District, "440105")]
    {
        let stranger = d.sits(role, unit).await;
        assert_eq!(d.get(&stranger, &path).await.status, 404, "{role:?}");
        assert_eq!(d.service.view(&stranger.asker, &no).await.err(), Some(Problem::NotFound));
    }
}
