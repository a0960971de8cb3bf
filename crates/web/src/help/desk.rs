//! Help about the day's work: what is due, who is away, who takes over.

use super::Topic;

pub(super) const TOPICS: &[Topic] = &[
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
