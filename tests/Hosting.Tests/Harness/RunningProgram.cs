using System.Net;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.CodeAnalysis;

namespace HotWeave.Hosting.Tests.Harness;

/// <summary>A woven web application with an entry point of its own, which runs in this process and is asked over HTTP.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    /// <summary>What its source needs to tell the test where it listens.</summary>
    internal const string Place = """
        [HotWeave.NotSwappable]
        public static class Running
        {
            public static System.Threading.Tasks.TaskCompletionSource<string> Url = new();
            public static System.Action Stop;
            public static System.Threading.Tasks.TaskCompletionSource Held = new();
            public static System.Threading.Tasks.TaskCompletionSource Released = new();

            public static System.Threading.Tasks.Task HoldAsync()
            {
                Held.TrySetResult();
                return Released.Task;
            }

            public static void Place(Microsoft.AspNetCore.Builder.WebApplication app)
            {
                Stop = app.Lifetime.StopApplication;
                app.Lifetime.ApplicationStarted.Register(() => Url.SetResult(System.Linq.Enumerable.First(app.Urls)));
            }
        }
        """;

    private readonly Type _running;
    private readonly Task _main;
    private readonly Action _stop;

    private RunningProgram(Assembly assembly, Type running, Task main, Action stop, HttpClient client)
    {
        _stop = stop;
        Assembly = assembly;
        _running = running;
        _main = main;
        Client = client;
    }

    internal Assembly Assembly { get; }

    internal HttpClient Client { get; }

    internal static Task<RunningProgram> StartAsync(WovenProgram program) => StartAsync(program.Load());

    /// <summary>Runs its <c>Main</c> once more: another application of the same code, as a process has it that starts now.</summary>
    internal Task<RunningProgram> StartAgainAsync()
    {
        _running.GetField("Url")!.SetValue(null, new TaskCompletionSource<string>());
        return StartAsync(Assembly);
    }

    internal static async Task<RunningProgram> StartAsync(Assembly assembly)
    {
        var running = assembly.GetType("Running", throwOnError: true)!;
        var main = Task.Factory.StartNew(
            () => Run(assembly), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var url = ((TaskCompletionSource<string>)running.GetField("Url")!.GetValue(null)!).Task;
        if (await Task.WhenAny(url, main).WaitAsync(Limit.Time) == main)
            await main;
        var stop = (Action)running.GetField("Stop")!.GetValue(null)!;
        return new RunningProgram(assembly, running, main, stop, new HttpClient { BaseAddress = new Uri(await url) });
    }

    internal Task<SwapResult> ApplyAsync(byte[] patch, SwapOptions? options = null) =>
        HotSwap.ApplyAsync(patch, (options ?? new SwapOptions()) with { LoadContext = AssemblyLoadContext.GetLoadContext(Assembly) });

    /// <summary>What it answers, or the status where that is none of success.</summary>
    internal async Task<string> AskAsync(string request, string? user = null, string? body = null)
    {
        var parts = request.Split(' ');
        using var message = new HttpRequestMessage(new HttpMethod(parts.Length == 1 ? "GET" : parts[0]), parts[^1]);
        if (user is not null)
            message.Headers.Add("X-User", user);
        if (body is not null)
            message.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await Client.SendAsync(message);
        return answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadAsStringAsync() : ((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Asks for what calls <c>Running.HoldAsync</c>, and returns when it is there; the inner task is the answer.</summary>
    internal async Task<Task<string>> HoldAsync(string request, string? body = null)
    {
        var held = new TaskCompletionSource();
        _running.GetField("Held")!.SetValue(null, held);
        _running.GetField("Released")!.SetValue(null, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var answer = AskAsync(request, body: body);
        await held.Task.WaitAsync(Limit.Time);
        return answer;
    }

    /// <summary>Lets that request go on.</summary>
    internal void Release() => ((TaskCompletionSource)_running.GetField("Released")!.GetValue(null)!).SetResult();

    /// <summary>Whether routing looks at the version of any request.</summary>
    internal static bool ChoosesByVersion => ParticipantOf().Shown is var shown && new AspNetCore.Mapping.VersionPolicy().AppliesToEndpoints([.. shown.Show(ParticipantOf().ListMapped()), .. shown.ShowAdded()]);

    /// <summary>Completes when only one version is shown to routing.</summary>
    internal static async Task SettledAsync()
    {
        var participant = ParticipantOf();
        await Limit.UntilAsync(() => participant.Shown.Live.Count == 1);
        participant.Settle(); // comes after whoever shows it
    }

    internal async Task<string> AskAllAsync(params string[] requests)
    {
        var answers = new List<string>();
        foreach (var request in requests)
            answers.Add(await AskAsync(request));
        return string.Join(" | ", answers);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _stop();
        await _main.WaitAsync(Limit.Time);
    }

    private static AspNetCore.Mapping.VersionedEndpoints ParticipantOf() => Frameworks.SwapParticipants.List().OfType<AspNetCore.Mapping.VersionedEndpoints>().Single();

    private static void Run(Assembly assembly)
    {
        string[] arguments = ["--urls", "http://127.0.0.1:0"];
        try
        {
            (assembly.EntryPoint!.Invoke(null, assembly.EntryPoint.GetParameters().Length == 0 ? [] : [arguments]) as Task)?.GetAwaiter().GetResult();
        }
        catch (TargetInvocationException e)
        {
            throw new InvalidOperationException("The program failed: " + e.InnerException, e.InnerException);
        }
    }
}
