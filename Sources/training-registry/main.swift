import EventLoop
import Foundation
import Glibc

let program = Program(
    name: "training-registry", version: "0.1.0",
    summary: "Manages trainings, expert meetings and participants",
    commands: [
        .serve, .migrate, .deliver, .demo, .check, .staff, .programme, .event, .organisation,
        .interest, .pool, .roster, .nomination, .person, .attendance, .ladder, .trainer, .import,
        .report, .export, .audit, .outbox, .mail, .mailing, .address,
    ])
let typed = Array(CommandLine.arguments.dropFirst())
// Before there is a second thread: one that exists already would still be ended by them.
if program.commands.first(where: { $0.name == typed.first })?.endsInOrder == true {
    Signals.block(SignalGate.endings + [SIGPIPE])
}
Task.detached { [program, typed] in exit((await program.run(typed)).rawValue) }
// Not `await`: that hands this thread to libdispatch, which lets every signal through to it.
while true { pause() }
