using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using HotWeave.Conformance;
using Xunit;

namespace HotWeave.Akka.Tests;

/// <summary>What the configuration says, and what actors of an actor system in this process say of their mailboxes.</summary>
public sealed class SetupTests
{
    [Fact]
    public async Task A_mailbox_of_another_type_is_named_and_kept()
    {
        var config = ConfigurationFactory.ParseString(
            """
            akka { loglevel = WARNING, stdout-loglevel = OFF, loggers = ["Akka.Event.DefaultLogger"] }
            small { mailbox-type = "Akka.Dispatch.BoundedMailbox", mailbox-capacity = 10, mailbox-push-timeout-time = 0s }
            """);
        using var system = ActorSystem.Create("setup", config.UseHotWeave());
        var warned = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        system.EventStream.Subscribe(system.ActorOf(Props.Create(() => new Warned(warned))), typeof(Warning));
        Assert.Equal("none", await system.ActorOf(Props.Create<Namer>().WithMailbox("small")).Ask<string>("name", ServiceProcess.Limit));
        Assert.StartsWith(
            "HW8050: Messages of HotWeave.Akka.Tests.SetupTests+Namer are no units of work, because its mailbox is a BoundedMessageQueue.",
            await warned.Task.WaitAsync(ServiceProcess.Limit), StringComparison.Ordinal);
        Assert.Equal("Namer.String", await system.ActorOf(Props.Create<Namer>()).Ask<string>("name", ServiceProcess.Limit));
        await system.Terminate();
    }

    [Fact]
    public void A_mailbox_for_which_the_application_names_a_type_keeps_it()
    {
        const string path = "akka.actor.default-mailbox.mailbox-type";
        var own = ConfigurationFactory.ParseString($"{path} = \"{typeof(UnboundedMailbox).FullName}\"");
        Assert.Equal(typeof(UnboundedMailbox).FullName, own.UseHotWeave().GetString(path));
        Assert.Equal("HotWeave.Akka.UnitMailbox, HotWeave.Akka", Config.Empty.UseHotWeave().GetString(path));
    }

    // Where a method of Akka.NET that is not public is gone, messages are dispatched one by one.
    [Fact]
    public void Whether_a_mailbox_is_suspended_is_known_of_the_release_that_is_tested() => Assert.True(Mailboxes.MailboxSuspension.IsKnown);

    private sealed class Namer : ReceiveActor
    {
        public Namer() => ReceiveAny(_ => Sender.Tell(UnitOfWork.Name ?? "none"));
    }

    private sealed class Warned : ReceiveActor
    {
        public Warned(TaskCompletionSource<string> warned) => Receive<Warning>(warning => warned.TrySetResult($"{warning.Message}"));
    }
}
