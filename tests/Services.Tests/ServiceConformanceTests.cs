using HotWeave.Conformance;
using HotWeave.Services.Tests.Harness;
using Xunit;
using Xunit.Abstractions;

namespace HotWeave.Services.Tests;

/// <summary>The conformance suite with clients of one framework.</summary>
public abstract class ServiceConformanceTests<TOne, TClient>(TOne one, ITestOutputHelper output) : ConformanceTests(output)
    where TOne : OneService<TClient>
    where TClient : class, IServiceClient, IAsyncDisposable
{
    // Who waits at the gate is no part of what another unit needs.
    private protected override bool OthersJoin => false;

    private protected override async Task<(ServiceProcess Service, IServiceClient Client)> BeginAsync() => await one.BeginAsync();

    private protected override async Task<(ServiceProcess Service, IServiceClient Client)> StartAsync(string confirmed) =>
        await one.StartAsync(confirmed);
}

/// <summary>gRPC: a method calls another of the same process, and messages come by a stream.</summary>
public sealed class CallConformanceTests(OneCallService one, ITestOutputHelper output)
    : ServiceConformanceTests<OneCallService, CallClient>(one, output), IClassFixture<OneCallService>;

/// <summary>SignalR: all by one connection, and messages come by a stream.</summary>
public sealed class HubConformanceTests(OneHubService one, ITestOutputHelper output)
    : ServiceConformanceTests<OneHubService, HubClient>(one, output), IClassFixture<OneHubService>;

/// <summary>Hangfire: each call is a job.</summary>
public sealed class HangfireConformanceTests(OneHangfireService one, ITestOutputHelper output)
    : ServiceConformanceTests<OneHangfireService, JobClient>(one, output), IClassFixture<OneHangfireService>;

/// <summary>Quartz: each call is a job.</summary>
public sealed class QuartzConformanceTests(OneQuartzService one, ITestOutputHelper output)
    : ServiceConformanceTests<OneQuartzService, JobClient>(one, output), IClassFixture<OneQuartzService>;
