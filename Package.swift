// swift-tools-version: 6.2
import PackageDescription

// Imports go down only; Tests/HouseRulesTests holds the same table and checks the sources.
let rules: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
]

let package = Package(
    name: "training-registry",
    products: [.executable(name: "training-registry", targets: ["training-registry"])],
    targets: [
        .systemLibrary(
            name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(
            name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
        .target(name: "EventLoop", dependencies: ["COpenSSL"], swiftSettings: rules),
        .target(name: "Postgres", dependencies: ["CPostgres", "EventLoop"], swiftSettings: rules),
        .target(name: "Mailer", dependencies: ["EventLoop"], swiftSettings: rules),
        .target(
            name: "TrainingRegistry", dependencies: ["EventLoop", "Postgres", "Mailer"],
            swiftSettings: rules),
        .target(
            name: "RegistryHTTP",
            dependencies: ["EventLoop", "Postgres", "Mailer", "TrainingRegistry"],
            swiftSettings: rules),
        .executableTarget(
            name: "training-registry",
            dependencies: ["EventLoop", "Postgres", "Mailer", "TrainingRegistry", "RegistryHTTP"],
            swiftSettings: rules),

        .target(
            name: "TestSupport", dependencies: ["EventLoop", "Postgres"],
            path: "Tests/TestSupport", swiftSettings: rules),
        .testTarget(
            name: "EventLoopTests", dependencies: ["EventLoop", "TestSupport"],
            swiftSettings: rules),
        .testTarget(
            name: "PostgresTests", dependencies: ["Postgres", "TestSupport"],
            swiftSettings: rules),
        .testTarget(
            name: "MailerTests", dependencies: ["Mailer", "TestSupport"], swiftSettings: rules),
        .testTarget(
            name: "TrainingRegistryTests", dependencies: ["TrainingRegistry", "TestSupport"],
            swiftSettings: rules),
        .testTarget(
            name: "RegistryHTTPTests",
            dependencies: ["RegistryHTTP", "TrainingRegistry", "TestSupport"],
            swiftSettings: rules),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "training-registry", "EventLoop", "Mailer", "RegistryHTTP", "TestSupport",
            ],
            swiftSettings: rules),
        .testTarget(name: "HouseRulesTests", dependencies: [], swiftSettings: rules),
    ]
)
