//! Help about the calendar, its private address and the notes of what is overdue.

use super::Topic;

pub(super) const TOPICS: &[Topic] = &[
    Topic {
        id: "calendar",
        title: "日历",
        routes: &["/calendar"],
        purpose: "一个月里每天有多少事到期、多少人释放、去接几人，节假日和调休上班日都标明。",
        act: "点数目看那一天的名单。点“只看我的”只列自己负责和代办的。上方选月份，也可以打印成一张横版的 A4。",
        then: "办完的事当天就从数目里去掉；期限改了，跟着移到新的那一天。",
        rules: &[],
        ask: "尚未公布放假安排的年份只按周末推算，以后会重算。",
    },
    Topic {
        id: "calendar-day",
        title: "某一天的日历",
        routes: &["/calendar/{day}"],
        purpose: "这一天到期的每件事、释放的每个人，和月历上的数目一一对应。",
        act: "点姓名看档案，点右边的按钮直接填写。上方可以只看一种事项，或看释放、去接的名单。",
        then: "办完后这一行消失。前一天、后一天用下方的按钮翻看。",
        rules: &[],
        ask: "不该由您办的，司法所问所长，区局、市局问经办负责人。",
    },
    Topic {
        id: "calendar-feed",
        title: "日历订阅",
        routes: &["/calendar/feed"],
        purpose: "把每天有几件事到期显示在手机或电脑自带的日历里。只有数目，没有姓名和档案号。",
        act: "点“生成订阅地址”，把地址添加到自己的日历程序。地址只显示一次，请不要转发给别人。",
        then: "日历程序自己定时更新。地址外泄或换手机时，点“作废”，再生成一个新的。",
        rules: &[],
        ask: "改密码、换角色、停用账号后旧地址自动失效，需要重新生成。",
    },
    Topic {
        id: "notes",
        title: "超期通报",
        routes: &["/notes", "/notes/{day}", "/notes/{day}/{place}", "/notes/read"],
        purpose: "下级单位超期较久的事，每天合成一份通报：司法所的报区局，各区的报市局。",
        act: "点单位或数目看是哪些人、现在办得怎样。看过后点“标为已读”。要催的，到待办里用“催办”。",
        then: "当天第一个打开待办的人会让系统做好这一份；没有超期就没有通报，漏看的日子不补做。",
        rules: &["TB-1", "TB-2"],
        ask: "对期限有疑问，看“规则”页的出处；对某件事有疑问，问责任单位。",
    },
];
