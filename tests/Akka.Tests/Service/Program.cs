using Akka.Actor;
using Akka.Configuration;
using HotWeave.Akka.Tests.Service;
using HotWeave.Conformance;

// The port of the actor system. Then an operator's commands.
var config = ConfigurationFactory.ParseString(
    $$"""
    akka {
      loglevel = WARNING
      stdout-loglevel = WARNING
      actor.provider = remote
      remote.dot-netty.tcp { hostname = "127.0.0.1", port = {{args[0]}} }
      persistence.journal.plugin = "akka.persistence.journal.inmem"
    }
    """);
using var system = ActorSystem.Create("service", config.UseHotWeave());
for (var number = 0; number < 8; number++)
    system.ActorOf(Props.Create<Desk>(), $"desk-{number}");
for (var number = 0; number < 3; number++)
    system.ActorOf(Props.Create<Shelf>(), $"shelf-{number}");
for (var number = 0; number < 400; number++)
    system.ActorOf(Props.Create<Scribe>(), $"scribe-{number}");
system.ActorOf(Props.Create<Ledger>(), "ledger");
system.ActorOf(Props.Create<Feed>(), "feed");
system.ActorOf(Props.Create<Porter>(), "porter");
system.ActorOf(Props.Create<Clerk>(), "clerk");
system.ActorOf(Props.Create<Account>(), "account");
system.ActorOf(Props.Create<Clumsy>(), "clumsy");
system.ActorOf(Props.Create<Ticker>(), "ticker");
await OperatorConsole.ServeAsync();
await system.Terminate();
return 0;
