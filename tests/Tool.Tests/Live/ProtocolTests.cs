using System.Text.Json;
using HotWeave.Control.Protocol;

namespace HotWeave.Tool.Tests.Live;

public sealed class ProtocolTests
{
    private static readonly ControlMessage[] s_messages =
    [
        new Hello(7) { User = "alice as shop" },
        new Welcome(1, 42, ".NET 10.0.0", "0.1.0.0", "why"),
        new StatusRequest(),
        new ApplyRequest(true, new TurnTerms("Quiescent", 500, true), [1, 2, 3], null),
        new ApplyRequest(true, new TurnTerms("Quiescent", 500, true), [1, 2, 3], new TrialTerms(0.05, 60_000, 0.01, -1, 20, true)),
        new PromoteRequest(),
        new RollbackRequest(null, new TurnTerms("", 0, false)),
        new RollbackRequest(0, new TurnTerms("Immediate", 0, false) { SharedState = true, AcceptState = true, AcceptOutsideCalls = true, AcceptOlder = true, AcceptInlined = true }),
        new ReverseRequest(),
        new CancelRequest(),
        new CancelReply(["apply v0 -> v1", "purge"]),
        new ConfirmRequest(null),
        new ConfirmRequest(3),
        new PurgeRequest(true, 0, null),
        new PurgeRequest(false, 500, 2),
        new CheckRequest(false, new TurnTerms("", 0, false), [4]),
        new PrepareRequest(true, [5, 6]) { AcceptOlder = true },
        new CommitRequest("ab", new TurnTerms("Immediate", 10, false), null),
        new DiscardRequest(""),
        new ControlReport("{\"current\":2,\"operation\":\"Äpply\"}"),
        new GhostRequest("/l.so", "/r.dll", "/p", true, [new GhostModule("A", new Guid("00000000-0000-0000-0000-000000000001"), [1, 2], [new GhostTypeMethods(9, [1, 2])], [2])]),
        new GhostReply(3, -5, 1, 2, 6, "why") { Stubs = new StubCounts(4, 1, 8, 9), Running = [new OldActivation("N.A.M", 7, false)] },
        new GhostStatusRequest(),
        new GhostStatusReply(true, new StubCounts(3, 2, 1, 7), [new OldActivation("N.A.M", 7, true) { File = "/a.dll", Token = 6, Offset = 5 }]),
        new Refusal("HW6101", "Ä no patch"),
        new Refusal("HW6114", "in force") { IsNothingToDo = true },
    ];

    public static TheoryData<int> All => [.. Enumerable.Range(0, s_messages.Length)];

    [Theory]
    [MemberData(nameof(All))]
    public void What_is_written_is_read(int index)
    {
        var read = ControlMessageCodec.Decode(ControlMessageCodec.Encode(s_messages[index]));

        Assert.Equal(s_messages[index].GetType(), read.GetType());
        Assert.Equal(Text(s_messages[index]), Text(read));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Damaged_messages_are_refused_or_read_and_never_anything_else(int index)
    {
        var random = new Random(index);
        var bytes = ControlMessageCodec.Encode(s_messages[index]);
        for (var i = 0; i < 500; i++)
        {
            var damaged = bytes.AsSpan(0, random.Next(3) == 0 ? random.Next(bytes.Length) : bytes.Length).ToArray();
            if (damaged.Length > 0)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            if (Record.Exception(() => ControlMessageCodec.Decode(damaged)) is { } thrown)
                Assert.IsType<FormatException>(thrown);
        }
    }

    [Fact]
    public void A_refusal_is_written_as_by_agents_that_knew_only_refusals()
    {
        var plain = ControlMessageCodec.Encode(new Refusal("HW6114", "in force"));
        Assert.Equal([8, 6, .. "HW6114"u8, 8, .. "in force"u8], plain);
        Assert.False(Assert.IsType<Refusal>(ControlMessageCodec.Decode(plain)).IsNothingToDo);
    }

    [Fact]
    public void A_stream_may_come_in_pieces()
    {
        var written = new MemoryStream();
        using var writer = new MessageStream(written);
        foreach (var message in s_messages)
            writer.Write(message);

        using var reader = new MessageStream(new PiecemealStream(written.ToArray()));
        foreach (var message in s_messages)
            Assert.Equal(Text(message), Text(reader.Read()!));
        Assert.Null(reader.Read());
    }

    [Fact]
    public async Task One_long_message_is_read_at_a_time_and_others_wait_no_longer_than_they_may()
    {
        var written = new MemoryStream();
        using (var writer = new MessageStream(written))
            writer.Write(new Refusal("HW6114", new string('x', 2 << 20)));
        using var held = new HeldStream(written.ToArray());
        using var first = new MessageStream(held);
        var reading = Task.Run(() => first.Read());
        await held.IsInside.Task;

        using var second = new MessageStream(new MemoryStream(written.ToArray()));
        var refused = Assert.Throws<IOException>(() => second.Read(new FrameLimits(TimeSpan.FromHours(1), TimeSpan.FromMilliseconds(1))));

        held.GoOn.SetResult();
        Assert.IsType<Refusal>(await reading);
        Assert.Contains("another long message", refused.Message, StringComparison.Ordinal);
        using var third = new MessageStream(new MemoryStream(written.ToArray()));
        Assert.IsType<Refusal>(third.Read());
    }

    private static string Text(ControlMessage message) => JsonSerializer.Serialize(message, message.GetType());

    /// <summary>Stands still once its reader has begun with what comes after the length.</summary>
    private sealed class HeldStream(byte[] bytes) : MemoryStream(bytes)
    {
        public TaskCompletionSource IsInside { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource GoOn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (Position >= 4)
            {
                IsInside.TrySetResult();
                GoOn.Task.Wait();
            }

            return base.Read(buffer, offset, count);
        }
    }

    private sealed class PiecemealStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 3));
    }
}
