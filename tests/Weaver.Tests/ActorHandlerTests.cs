using HotWeave.Weaver.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace HotWeave.Weaver.Tests;

/// <summary>Handlers that an actor registers with a behaviour are named where they change, since actors that live keep those they
/// have.</summary>
public class ActorHandlerTests
{
    // As much of Akka.NET as an actor needs.
    private const string Akka = """
        namespace Akka.Actor
        {
            public abstract class ActorBase { }
            public abstract class ReceiveActor : ActorBase
            {
                protected void Receive<T>(System.Action<T> handler) { }
                protected void ReceiveAsync<T>(System.Func<T, System.Threading.Tasks.Task> handler) { }
                protected void Become(System.Action configure) => configure();
                public virtual void OnReceive(object message) { }
            }
        }
        namespace HotWeave.Akka { public interface IOnCodeChange { void OnCodeChange(HotWeave.VersionNumber version); } }
        class P { static void Main() { while (true) { new Clerk().OnReceive("a"); System.Threading.Thread.Sleep(1); } } }

        """;

    [Theory]
    [InlineData("public Clerk() { Become(Ready); } void Ready() { Receive<string>(s => n++); MORE }", "Receive<int>(i => n += i);",
        "Clerk.Ready() registers other handlers for messages; missing for actors that are in this behaviour: Receive<Int32>().")]
    [InlineData("public Clerk() { Ready(); } void Ready() { Receive<string>(s => n++); Receive<long>(l => Become(Ready)); MORE }", "Receive<int>(i => n += i);",
        "missing for actors that are in this behaviour: Receive<Int32>().")]
    [InlineData("public Clerk() { Become(() => { Receive<string>(s => n++); MORE }); }", "ReceiveAsync<int>(async i => { await System.Threading.Tasks.Task.Yield(); n += i; });",
        "missing for actors that are in this behaviour: ReceiveAsync<Int32>().")]
    public void Handlers_of_a_behaviour_are_named(string members, string more, string message)
    {
        var named = Assert.Single(Make(members, "", more), static d => d.Id == "HW3381");
        Assert.Contains(message, named.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public Clerk() { Become(Ready); } void Ready() { Receive<string>(s => n++); MORE }")]
    [InlineData("public Clerk() { Receive<string>(s => n++); MORE }")]
    public void Handlers_that_are_gone_are_named(string members)
    {
        var named = Assert.Single(Make(members, "Receive<int>(i => n += i);", ""), static d => d.Id == "HW3381");
        Assert.Contains("still in force for actors that are in this behaviour: Receive<Int32>().", named.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public Clerk() { Become(Ready); } void Ready() { Receive<string>(s => { n++; MORE }); }", "n--;")]
    [InlineData("public Clerk() { Become(Ready); } void Ready() { Receive<string>(s => n++); } public override void OnReceive(object message) { MORE }", "n++;")]
    public void Bodies_of_handlers_are_not(string members, string more) =>
        Assert.DoesNotContain(Make(members, "", more), static d => d.Id is "HW3381" or "HW3250");

    [Fact]
    public void An_actor_that_is_told_of_swaps_takes_them_up()
    {
        const string members = "public Clerk() => Ready(); void Ready() { Receive<string>(s => n++); MORE } public void OnCodeChange(HotWeave.VersionNumber v) => Become(Ready);";
        Assert.DoesNotContain(Make(members, "", "Receive<int>(i => n += i);", ", HotWeave.Akka.IOnCodeChange"), static d => d.Id is "HW3381" or "HW3250");
    }

    [Fact]
    public void What_a_constructor_registers_more_is_said_once()
    {
        var said = Make("public Clerk() { Receive<string>(s => n++); MORE }", "", "Receive<int>(i => n += i);");
        Assert.Equal("HW3250", Assert.Single(said, static d => d.Id is "HW3381" or "HW3250").Id);
    }

    private static IReadOnlyList<HotWeave.Weaver.Diagnostics.Diagnostic> Make(string members, string before, string after, string interfaces = "")
    {
        using var directory = new TestDirectory();
        var text = Akka + $"class Clerk : Akka.Actor.ReceiveActor{interfaces} {{ int n; {members} public int N => n; }}";
        var old = Compile(directory.Sub("1"), text.Replace("MORE", before, StringComparison.Ordinal));
        var @new = Compile(directory.Sub("2"), text.Replace("MORE", after, StringComparison.Ordinal));
        var result = PatchMaker.Make(new PatchRequest { BaselinePath = Weaving.All(old, directory.Sub("woven")), NewPath = @new });
        Assert.True(result.Outcome == PatchOutcome.Made, string.Join("\n", result.Diagnostics));
        return [.. result.Diagnostics];
    }

    private static string Compile(TestDirectory folder, string text) =>
        Compiler.CSharp(folder, "App", text, Configuration.Release, kind: OutputKind.ConsoleApplication);
}
