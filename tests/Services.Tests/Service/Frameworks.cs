using Grpc.Net.Client;
using HotWeave.AspNetCore;

namespace HotWeave.Services.Tests.Service;

/// <summary>Sets up the one framework by which the service is asked.</summary>
internal static class Frameworks
{
    internal static void Add(WebApplicationBuilder builder, string framework, int port, string[] settings)
    {
        builder.Services.AddSingleton<Desk>();
        builder.Services.AddSingleton<Work>();
        switch (framework)
        {
            case "grpc":
                builder.Services.AddGrpc().AddHotWeave();
                builder.Services.AddSingleton<IShelf, CalledShelf>();
                builder.Services.AddSingleton(_ => new Calls.CallsClient(GrpcChannel.ForAddress(
                    $"http://localhost:{port}", new GrpcChannelOptions { HttpHandler = new CarryUnitHandler(new SocketsHttpHandler()) })));
                break;
            case "hub":
                builder.Services.AddHotWeave();
                builder.Services.AddSignalR(static o => o.MaximumParallelInvocationsPerClient = 1_000);
                builder.Services.AddSingleton<IShelf, Shelf>();
                break;
            case "hangfire":
                JobFrameworks.AddHangfire(builder, settings);
                builder.Services.AddSingleton<IShelf, Shelf>();
                break;
            case "quartz":
                JobFrameworks.AddQuartz(builder);
                builder.Services.AddSingleton<IShelf, Shelf>();
                break;
        }
    }

    internal static void Map(WebApplication application, string framework)
    {
        switch (framework)
        {
            case "grpc":
                application.MapGrpcService<CallService>();
                break;
            case "hub":
                application.MapHub<DeskHub>("/desk");
                break;
            case "hangfire":
                JobFrameworks.MapHangfire(application);
                break;
            case "quartz":
                JobFrameworks.MapQuartz(application);
                break;
        }
    }
}
