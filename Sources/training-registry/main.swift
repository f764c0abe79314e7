import Foundation

let program = Program(
    name: "training-registry", version: "0.1.0",
    summary: "Manages trainings, expert meetings and participants",
    commands: [.migrate])
exit((await program.run(Array(CommandLine.arguments.dropFirst()))).rawValue)
