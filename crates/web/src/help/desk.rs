//! Help about the day's work: what is due, who is away, who takes over.

use super::Topic;

pub(super) const TOPICS: &[Topic] = &[
    Topic {
        id: "changed",
        title: "变动",
        routes: &["/changed", "/changed/seen"],
        purpose: "上次点“都看过了”以后，别的单位和同事在您看得到的档案里记录了什么。每人一行，最近的在前。",
        act: "点姓名打开档案看全部经过。看完整张清单，点“都看过了”。",
        then: "打开清单不算看过，只有点了才算。点的时候以后又有的变动，下次还会列出来。自己记录的不列。",
        rules: &[],
        ask: "该有的变动没有列出来，可能那个人已不在本辖区，请问责任单位。",
    },
    Topic {
        id: "urged",
        title: "催办未办",
        routes: &["/urged", "/urge"],
        purpose: "本局辖区内催办过、下级单位还没有办的事，最早催的在前。由区局、市局使用。",
        act: "点姓名看办到哪一步。要再催的打勾，可写一句说明，点“催办勾选的”。同一件事一天只催一次。",
        then: "对方的待办和档案里都看得到谁在哪天催的。办好了，或期限改了，就不再列在这里。",
        rules: &[],
        ask: "急事请直接打电话；不归下级单位办的事，看待办里写的责任单位。",
    },
    Topic {
        id: "workbench",
        title: "待办",
        routes: &["/workbench"],
        purpose: "今天先办什么都在这里：逾期的、今天到期的、七日内的，还有七日内回家的人。",
        act: "从最上面一项办起，点右边的按钮就能填写。点姓名先看档案。",
        then: "办完的自动消失，新的事项和期限由规则算出，不用自己记。",
        rules: &[],
        ask: "不该由您办的，司法所问所长，区局、市局问经办负责人。",
    },
    Topic {
        id: "leave",
        title: "请假和代办",
        routes: &["/leave", "/leave/end"],
        purpose: "登记谁哪几天不在、由谁代办，他负责的事就不会没人管。",
        act: "本人或所长填写起止日期和代办人。代办人可以稍后由所长指定。",
        then: "请假期间这些事出现在代办人的待办里；没有代办人的由所长办。提前回来，点“结束请假”。",
        rules: &[],
        ask: "长期离开的，请所长用“移交责任人”。",
    },
    Topic {
        id: "reassign",
        title: "移交责任人",
        routes: &["/cases/reassign", "/cases/reassign/preview", "/cases/reassign/undo"],
        purpose: "把一个人负责的档案一次交给本所别的同事，离岗、调动前用。只有所长能办。",
        act: "选交出的人、接手的人和原因，先看预览，去掉不交的，再确认。",
        then: "每份档案记下原因，待办马上换人。办理的人当天可以撤销，过了当天请再移交一次。",
        rules: &[],
        ask: "要交给别的司法所，在档案页用“移交他所”。",
    },
];
