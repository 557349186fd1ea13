using Grpc.Core;
using HotWeave.Conformance;
using HotWeave.Services.Tests.Harness;
using HotWeave.Services.Tests.Service;
using Xunit;

namespace HotWeave.Services.Tests;

/// <summary>Which parts of gRPC's calls and streams are units.</summary>
public sealed class CallTests(OneCallService one) : IClassFixture<OneCallService>
{
    [Fact]
    public async Task A_call_within_a_call_joins_its_unit()
    {
        var (_, client) = await one.BeginAsync();
        var answer = await client.AskAsync(1);
        Assert.Equal(["Desk", "Shelf", "beside", "Shelf", "Desk"], answer.Parts.Select(static p => p.Where));
        Assert.All(answer.Parts, static p => Assert.Equal("POST /tests.Calls/Ask", p.Unit));
    }

    [Theory]
    [InlineData(SwapMode.Immediate)]
    [InlineData(SwapMode.UnitOfWork)]
    [InlineData(SwapMode.Quiescent)]
    public async Task No_swap_waits_for_an_open_stream_and_each_message_of_both_sides_sees_one_version(SwapMode mode)
    {
        var (service, client) = await one.BeginAsync();
        using var talk = client.Calls.Talk();
        Assert.Equal(("1", "none"), await ReadAsync(talk.ResponseStream));
        for (var swap = 0; swap < 4; swap++)
        {
            await talk.RequestStream.WriteAsync(new NumberRequest { Number = 1 });
            Assert.Equal(($"{1 + (swap % 2)}", "Calls.Talk"), await ReadAsync(talk.ResponseStream));
            // It waits for its next message.
            await service.UntilRunAsync(0);
            await service.SwapAsync(mode, isForth: swap % 2 == 0);
        }

        await talk.RequestStream.CompleteAsync();
        Assert.Equal(("1", "none"), await ReadAsync(talk.ResponseStream));
        Assert.False(await talk.ResponseStream.MoveNext(default));
    }

    [Fact]
    public async Task A_message_under_way_keeps_its_version_and_a_quiescent_swap_waits_for_it()
    {
        var (service, client) = await one.BeginAsync();
        using var talk = client.Calls.Talk();
        await ReadAsync(talk.ResponseStream);
        await talk.RequestStream.WriteAsync(new NumberRequest { Number = 0 });
        await service.UntilRunAsync(1);
        Assert.StartsWith("HW6208", await service.ApplyAsync(SwapMode.Quiescent, 0.1), StringComparison.Ordinal);
        await service.SwapAsync(SwapMode.UnitOfWork, isForth: true);
        await service.ReleaseAsync();
        Assert.True(await talk.ResponseStream.MoveNext(default));
        Assert.Equal(("1", "1"), (talk.ResponseStream.Current.Version, talk.ResponseStream.Current.Where));
        await talk.RequestStream.WriteAsync(new NumberRequest { Number = 1 });
        Assert.Equal(("2", "Calls.Talk"), await ReadAsync(talk.ResponseStream));
    }

    [Fact]
    public async Task What_the_handler_makes_after_the_last_message_of_a_client_is_a_unit()
    {
        var (_, client) = await one.BeginAsync();
        using var feed = client.Calls.Feed();
        await feed.RequestStream.CompleteAsync();
        Assert.Equal(("1", "Calls.Feed"), ((await feed).Parts[0].Version, (await feed).Parts[0].Unit));
    }

    [Fact]
    public async Task What_the_server_sends_by_a_stream_is_made_as_the_handler_says_and_no_swap_waits_for_it()
    {
        var (service, client) = await one.BeginAsync();
        using var watch = client.Calls.Watch(new NumberRequest { Number = 2 });
        Assert.Equal(("1", "CallService.MakeAsync"), await ReadAsync(watch.ResponseStream));
        await service.SwapAsync(SwapMode.Quiescent, isForth: true);
        var next = ReadAsync(watch.ResponseStream);
        // The handler may not have come to where it waits.
        while (!next.IsCompleted)
            await service.ReleaseAsync();
        Assert.Equal(("2", "CallService.MakeAsync"), await next);
        var end = watch.ResponseStream.MoveNext(default);
        while (!end.IsCompleted)
            await service.ReleaseAsync();
        Assert.False(await end);
    }

    [Fact]
    public async Task A_call_that_fails_counts_in_a_trial_and_one_that_the_client_did_wrong_does_not()
    {
        var (service, client) = await one.StartAsync(WovenService.Made.MakeConfirmedFolder());
        await using var running = service;
        await service.TryAsync();
        StatusCode[] wrong = [StatusCode.InvalidArgument, StatusCode.NotFound, StatusCode.PermissionDenied, StatusCode.Unauthenticated, StatusCode.Aborted];
        StatusCode[] failed = [StatusCode.Internal, StatusCode.Unknown, StatusCode.Unavailable, StatusCode.DataLoss];
        foreach (var status in wrong.Concat(failed))
        {
            var thrown = await Assert.ThrowsAsync<RpcException>(async () => await client.Calls.FailAsync(new NumberRequest { Number = (int)status }));
            Assert.Equal(status, thrown.StatusCode);
        }

        // One within a call whose method knows what to do.
        await client.Calls.FailAsync(new NumberRequest { Number = 100 + (int)StatusCode.Internal });
        await service.UntilRunAsync(0);
        Assert.Equal(failed.Length, await service.CountFailedAsync());
    }

    // This client has version 1's messages, and keeps the fields that it does not know.
    [Fact]
    public async Task New_fields_of_messages_are_read_and_written_in_every_mode()
    {
        var (service, client) = await one.BeginAsync();
        var request = NumberRequest.Parser.ParseFrom([8, 7, .. WriteText(2, "noted"), .. WriteText(3, "a"), .. WriteText(3, "b")]);
        var before = await client.Calls.DescribeAsync(request);
        Assert.Equal(new PartReply { Where = "7" }, before);
        foreach (var mode in Enum.GetValues<SwapMode>())
        {
            await service.SwapAsync(mode, isForth: true);
            // 7: a message with its number; 8: a number that is there and zero; 9: an entry; 13: a number of eight bytes; 14: an enum.
            var expected = PartReply.Parser.ParseFrom(
            [
                .. WriteText(1, "7"), .. WriteText(5, "noted"), .. WriteText(6, "a"), .. WriteText(6, "b"), 58, 2, 8, 7, 64, 0,
                74, 8, .. WriteText(1, "tags"), 16, 2, .. WriteText(10, "left"), .. WriteText(12, "data"), 105, 0, 0, 0, 0, 0, 0, 0xe0, 0x3f, 112, 1,
            ]);
            Assert.Equal(expected, await client.Calls.DescribeAsync(request));
            await service.SwapAsync(mode, isForth: false);
            Assert.Equal(before, await client.Calls.DescribeAsync(request));
        }
    }

    private static byte[] WriteText(int field, string text) => [(byte)((field << 3) | 2), (byte)text.Length, .. System.Text.Encoding.UTF8.GetBytes(text)];

    [Fact]
    public void A_new_method_is_named_beforehand() =>
        Assert.Contains(WovenService.Made.Remarks, static r => r.Id == "HW3206" && r.Message.Contains("BindService", StringComparison.Ordinal));

    private static async Task<(string Version, string Unit)> ReadAsync(IAsyncStreamReader<PartReply> stream)
    {
        Assert.True(await stream.MoveNext(default).WaitAsync(ServiceProcess.Limit));
        return (stream.Current.Version, stream.Current.Unit);
    }
}
