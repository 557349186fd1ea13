using HotWeave.Hosting.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace HotWeave.Hosting.Tests;

/// <summary>What AddHotWeave meets in an application.</summary>
public sealed class SetupTests : SwapTest
{
    [Fact]
    public async Task A_second_call_only_configures()
    {
        await using var site = await Site.StartAsync(
            Server.TestServer,
            app => app.MapGet("/name", () => $"{UnitOfWork.Name} {HotSwap.GetStatus().Units.Count}"),
            configure: b => b.Services.AddHotWeave(o => o.UnitName = _ => "named"));
        Assert.Equal("named 1", await site.GetAsync("/name"));
    }

    [Fact]
    public async Task Hooks_of_patches_get_the_applications_services_while_it_runs()
    {
        await using (var site = await Site.StartAsync(Server.TestServer, _ => { }, configure: b => b.Services.AddSingleton(new List<int> { 42 })))
            Assert.Equal(42, Assert.Single(HotSwap.Services!.GetRequiredService<List<int>>()));
        Assert.Null(HotSwap.Services);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_generic_host_may_add_its_web_host_before_or_after(bool before)
    {
        var builder = new HostBuilder();
        if (before)
            AddWebHost();
        builder.ConfigureServices(static services => services.AddHotWeave());
        if (!before)
            AddWebHost();
        using var host = await builder.StartAsync();
        using var client = host.GetTestClient();
        Assert.Equal("GET /name", await client.GetStringAsync(new Uri("/name", UriKind.Relative)));

        void AddWebHost() => builder.ConfigureWebHost(static web =>
            web.UseTestServer().Configure(static app => app.Run(static context => context.Response.WriteAsync(UnitOfWork.Name ?? "outside"))));
    }

    [Fact]
    public async Task The_context_accessor_works_as_before()
    {
        await using var site = await Site.StartAsync(
            Server.Kestrel,
            app => app.MapGet("/path", (IHttpContextAccessor accessor, HttpContext context) => accessor.HttpContext == context && UnitOfWork.IsInside),
            configure: b => b.Services.AddHttpContextAccessor());
        Assert.Equal("true", await site.GetAsync("/path"));
        Assert.Equal("true", await site.GetAsync("/path"));
    }

    [Fact]
    public async Task A_factory_of_contexts_that_was_there_before_is_used()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton<IHttpContextFactory, CountingFactory>();
        builder.Services.AddHotWeave();
        await using var application = builder.Build();
        var factory = application.Services.GetRequiredService<IHttpContextFactory>();
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature { Method = "GET", Path = "/" });
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        var context = factory.Create(features);
        Assert.Equal("GET /", UnitOfWork.Name);
        factory.Dispose(context);
        Assert.False(UnitOfWork.IsInside);
        Assert.Equal(["created", "disposed in unit True"], CountingFactory.Events);
    }

    [Fact]
    public async Task A_factory_of_contexts_that_throws_leaves_no_unit_behind()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton<IHttpContextFactory, ThrowingFactory>();
        builder.Services.AddHotWeave();
        await using var application = builder.Build();
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature { Method = "GET", Path = "/" });
        Assert.Throws<NotSupportedException>(() => application.Services.GetRequiredService<IHttpContextFactory>().Create(features));
        Assert.False(UnitOfWork.IsInside);
        Assert.Empty(HotSwap.GetStatus().Units);
    }

    [Fact]
    public async Task A_factory_of_contexts_that_comes_after_is_refused()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => Site.StartAsync(
            Server.TestServer, _ => { }, configure: b => b.Services.AddSingleton<IHttpContextFactory, CountingFactory>()));
        Assert.StartsWith("HW6401: ", refused.Message, StringComparison.Ordinal);
    }

    private sealed class ThrowingFactory : IHttpContextFactory
    {
        public HttpContext Create(IFeatureCollection featureCollection) => throw new NotSupportedException();

        public void Dispose(HttpContext httpContext)
        {
        }
    }

    private sealed class CountingFactory : IHttpContextFactory
    {
        internal static List<string> Events { get; } = [];

        public HttpContext Create(IFeatureCollection featureCollection)
        {
            Events.Add("created");
            return new DefaultHttpContext(featureCollection);
        }

        public void Dispose(HttpContext httpContext) => Events.Add($"disposed in unit {UnitOfWork.IsInside}");
    }
}
