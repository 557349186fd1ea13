using System.Globalization;
using HotWeave.Conformance;
using HotWeave.Services.Tests.Service;
using Microsoft.AspNetCore.Server.Kestrel.Core;

// The framework by which the service is asked, its port, and what the framework is told. Then an operator's commands.
var (framework, port) = (args[0], int.Parse(args[1], CultureInfo.InvariantCulture));
var builder = WebApplication.CreateBuilder();
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.ListenLocalhost(port, listen => listen.Protocols = framework == "grpc" ? HttpProtocols.Http2 : HttpProtocols.Http1);
    kestrel.Limits.Http2.MaxStreamsPerConnection = 1_000;
});
Frameworks.Add(builder, framework, port, args[2..]);
await using var application = builder.Build();
Frameworks.Map(application, framework);
await application.StartAsync();
await OperatorConsole.ServeAsync();
await application.StopAsync();
return 0;
