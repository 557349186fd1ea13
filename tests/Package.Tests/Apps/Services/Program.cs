using System.Text;
using Grpc.Core;
using Grpc.Net.Client;
using Hangfire;
using HotWeave;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Newtonsoft.Json;
using Quartz;

[assembly: Swappable]

// Asks itself by gRPC, and runs a job of each kind.
var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.WebHost.ConfigureKestrel(o => o.ConfigureEndpointDefaults(l => l.Protocols = HttpProtocols.Http2));
builder.Services.AddGrpc().AddHotWeave();
builder.Services.AddHangfire(h => h.UseInMemoryStorage().UseNoOpLogProvider().UseHotWeave());
builder.Services.AddHangfireServer();
builder.Services.AddQuartz(q => q.UseHotWeave());
builder.Services.AddQuartzHostedService();
var app = builder.Build();
app.MapGrpcService<Echo>();
await app.StartAsync();

using var channel = GrpcChannel.ForAddress(app.Urls.First());
using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(EchoBase.TalkMethod, null, new CallOptions());
await call.RequestStream.WriteAsync("hello");
await call.RequestStream.CompleteAsync();
while (await call.ResponseStream.MoveNext(default))
    Console.WriteLine(call.ResponseStream.Current);

app.Services.GetRequiredService<IBackgroundJobClient>().Enqueue<Mail>(m => m.Send());
Console.WriteLine(await Mail.Sent.Task);

var scheduler = await app.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();
await scheduler.ScheduleJob(JobBuilder.Create<Report>().Build(), TriggerBuilder.Create().StartNow().Build());
Console.WriteLine(await Report.Made.Task);
Console.WriteLine("woven assemblies: " + string.Join(", ", HotSwap.GetStatus().Assemblies.Select(a => a.Name)));
Console.WriteLine(JsonConvert.SerializeObject(new { Text = "x" }, new JsonSerializerSettings().AddHotWeave()));
await app.StopAsync();

[BindServiceMethod(typeof(EchoBase), nameof(Bind))]
public abstract class EchoBase
{
    private static readonly Marshaller<string> s_text = new(Encoding.UTF8.GetBytes, Encoding.UTF8.GetString);

    public static readonly Method<string, string> TalkMethod = new(MethodType.DuplexStreaming, "Echo", "Talk", s_text, s_text);

    public static void Bind(ServiceBinderBase binder, EchoBase? service) =>
        binder.AddMethod(TalkMethod, service is null ? null! : new DuplexStreamingServerMethod<string, string>(service.Talk));

    public abstract Task Talk(IAsyncStreamReader<string> requests, IServerStreamWriter<string> responses, ServerCallContext context);
}

public class Echo : EchoBase
{
    public override async Task Talk(IAsyncStreamReader<string> requests, IServerStreamWriter<string> responses, ServerCallContext context)
    {
        await foreach (var request in requests.ReadAllAsync())
            await responses.WriteAsync($"{request} in {UnitOfWork.Name}");
    }
}

public class Mail
{
    public static TaskCompletionSource<string?> Sent { get; } = new();

    public void Send() => Sent.SetResult(UnitOfWork.Name);
}

public class Report : IJob
{
    public static TaskCompletionSource<string?> Made { get; } = new();

    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        Made.SetResult(UnitOfWork.Name);
        return default;
    }
}
