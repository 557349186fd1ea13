using System.Text.Json;
using HotWeave.Runtime.Tests.HandWoven;
using Xunit;

namespace HotWeave.Runtime.Tests.Swapping;

public sealed class AuditTests : SwapTest, IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public AuditTests() => AppContext.SetData("HotWeave.Audit", Log);

    private string Log => Path.Combine(_folder, "log", "swaps.jsonl");

    public void Dispose()
    {
        AppContext.SetData("HotWeave.Audit", null);
        AppContext.SetData("HotWeave.Patches", null);
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Who_did_what_with_which_digest_and_how_it_ended_is_a_line_each()
    {
        var counters = new Counters("Audited", 1);
        var began = DateTime.UtcNow;
        SwapResult applied;
        using (HotSwap.OnBehalfOf("alice \"the\" \\ operator\n"))
            applied = await HotSwap.ApplyAsync(counters.Patch(1));
        await HotSwap.ConfirmAsync();
        var prepared = await HotSwap.PrepareAsync(counters.Patch(2));
        var committed = await prepared.CommitAsync(new SwapOptions { Mode = SwapMode.Quiescent });
        await HotSwap.RollbackAsync();
        await HotSwap.PurgeAsync();
        await RefusedAsync("HW6210", () => HotSwap.ReverseAsync());
        await RefusedAsync("HW6222", () => HotSwap.PromoteAsync());
        await RefusedAsync("HW6101", () => HotSwap.ApplyAsync(new byte[100]));
        await HotSwap.RollbackAsync();

        var lines = Lines();
        Assert.Equal(
            [
                "apply done", "confirm done", "prepare done", "commit done", "rollback done", "purge done",
                "reverse refused", "promote refused", "apply refused", "rollback done",
            ],
            lines.Select(static l => $"{Text(l, "operation")} {Text(l, "outcome")}"));

        var apply = lines[0];
        Assert.Equal((applied.PatchId, "alice \"the\" \\ operator\n"), (Text(apply, "patch"), Text(apply, "by")));
        Assert.Equal((0, applied.To.Value, applied.To.Value), (Number(apply, "from"), Number(apply, "to"), Number(apply, "version")));
        Assert.Equal([applied.PatchId], InForce(apply));
        Assert.Equal((Environment.UserName, Environment.ProcessId), (Text(apply, "user"), Number(apply, "process")));
        // The line's time has milliseconds.
        Assert.InRange(apply.GetProperty("time").GetDateTime(), began.AddMilliseconds(-1), DateTime.UtcNow);
        Assert.Null(Text(lines[1], "by"));

        Assert.Equal((committed.PatchId, "Quiescent"), (Text(lines[3], "patch"), Text(lines[3], "mode")));
        Assert.Equal((committed.To.Value, applied.To.Value), (Number(lines[4], "from"), Number(lines[4], "to")));
        Assert.Equal([applied.PatchId], InForce(lines[4]));
        Assert.Equal("HW6101", Text(lines[8], "code"));
        Assert.StartsWith("HW6101: ", Text(lines[8], "message"), StringComparison.Ordinal);
        Assert.Empty(InForce(lines[9]));
    }

    [Fact]
    public async Task Operations_that_are_refused_because_another_runs_and_cancelled_ones_are_recorded_too()
    {
        var counters = new Counters("AuditCancelled", 1);
        using var cancelled = new CancellationTokenSource();
        var prepared = await HotSwap.PrepareAsync(counters.Patch(1));
        using (UnitOfWork.Enter("busy"))
        {
            var commit = prepared.CommitAsync(new SwapOptions { Mode = SwapMode.Quiescent, Timeout = TimeSpan.FromMinutes(1) }, cancelled.Token);
            Assert.True(SpinWait.SpinUntil(static () => HotSwap.GetStatus().Operation is not null, TimeSpan.FromSeconds(30)));
            await RefusedAsync("HW6201", () => HotSwap.RollbackAsync());
            await cancelled.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => commit);
        }

        Assert.Equal(["prepare done", "rollback refused", "commit cancelled"], Lines().Select(static l => $"{Text(l, "operation")} {Text(l, "outcome")}"));
        Assert.Equal(prepared.Id, Text(Lines()[2], "patch"));
        prepared.Discard();
    }

    [Fact]
    public async Task A_log_that_cannot_be_written_is_a_warning_and_the_swap_is_made()
    {
        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, "log"), "a file stands where the log's folder should");
        var counters = new Counters("Unaudited", 1);
        var result = await HotSwap.ApplyAsync(counters.Patch(1));
        Assert.StartsWith("HW6310: ", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal([1], counters.Ask());
        Assert.Contains((await HotSwap.ConfirmAsync()).Warnings, static w => w.StartsWith("HW6310: ", StringComparison.Ordinal));
        Assert.StartsWith("HW6310: ", Assert.Single((await HotSwap.PurgeAsync()).Warnings), StringComparison.Ordinal);
        await RefusedAsync("HW6101", () => HotSwap.ApplyAsync(new byte[100]));
    }

    [Fact]
    public async Task Without_a_log_of_its_own_it_is_beside_the_confirmed_patches_and_a_folder_gets_a_file()
    {
        AppContext.SetData("HotWeave.Audit", null);
        AppContext.SetData("HotWeave.Patches", _folder);
        await HotSwap.PurgeAsync();
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(_folder, "audit.jsonl")));

        AppContext.SetData("HotWeave.Audit", _folder);
        AppContext.SetData("HotWeave.Patches", null);
        await HotSwap.PurgeAsync();
        Assert.Equal(2, (await File.ReadAllLinesAsync(Path.Combine(_folder, "audit.jsonl"))).Length);
    }

    [Fact]
    public async Task A_line_that_was_left_unfinished_stays_alone()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Log)!);
        await File.WriteAllTextAsync(Log, "{\"time\":\"20");
        await HotSwap.PurgeAsync();
        var lines = await File.ReadAllLinesAsync(Log);
        Assert.Equal(("{\"time\":\"20", 2), (lines[0], lines.Length));
        Assert.Equal("purge", Text(JsonDocument.Parse(lines[1]).RootElement, "operation"));
    }

    [Fact]
    public async Task Each_line_has_the_digest_of_the_one_before()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Log)!);
        await HotSwap.PurgeAsync();
        // Longer than what is looked at first.
        using (HotSwap.OnBehalfOf(new string('é', 10_000)))
            await HotSwap.PurgeAsync();
        await HotSwap.PurgeAsync();
        await File.AppendAllTextAsync(Log, "{\"time\":\"20");
        await HotSwap.PurgeAsync();
        await HotSwap.PurgeAsync();

        var lines = await File.ReadAllLinesAsync(Log);
        Assert.Equal(6, lines.Length);
        Assert.EndsWith(",\"after\":null}", lines[0], StringComparison.Ordinal);
        foreach (var i in (int[])[1, 2, 4, 5])
            Assert.EndsWith($",\"after\":\"{Digest(lines[i - 1])}\"}}", lines[i], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operations_that_end_at_once_lose_no_line()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(static _ => Task.Run(static async () =>
        {
            try
            {
                await HotSwap.RollbackAsync();
            }
            catch (SwapException e) when (e.Code is "HW6204" or "HW6201")
            {
                // Refused, and recorded all the same.
            }
        })));
        Assert.Equal(40, Lines().Count);
        var lines = await File.ReadAllLinesAsync(Log);
        for (var i = 1; i < lines.Length; i++)
            Assert.EndsWith($",\"after\":\"{Digest(lines[i - 1])}\"}}", lines[i], StringComparison.Ordinal);
    }

    private static string Digest(string line) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(line)));

    private static string? Text(JsonElement line, string property) => line.GetProperty(property).GetString();

    private static int Number(JsonElement line, string property) => line.GetProperty(property).GetInt32();

    private static IEnumerable<string?> InForce(JsonElement line) => line.GetProperty("inForce").EnumerateArray().Select(static p => p.GetString());

    private List<JsonElement> Lines() => [.. File.ReadLines(Log).Select(static l => JsonDocument.Parse(l).RootElement)];
}
