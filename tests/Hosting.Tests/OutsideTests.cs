using System.Net.Http.Json;
using System.Text.Json;
using HotWeave.AspNetCore;
using HotWeave.Hosting.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace HotWeave.Hosting.Tests;

/// <summary>Requests that are no units.</summary>
public sealed class OutsideTests : SwapTest
{
    [Theory]
    [InlineData(Server.Kestrel)]
    [InlineData(Server.TestServer)]
    public async Task Health_metrics_and_marked_endpoints_answer_while_the_gate_is_closed(Server server)
    {
        var phase = new Phase();
        await using var site = await Site.StartAsync(
            server,
            app =>
            {
                app.MapGet("/held", phase.HoldAsync);
                app.MapHealthChecks("/state/of/health");
                app.MapHotWeave();
                app.MapGet("/metrics", Unit);
                app.MapGet("/by/{way}/of/builder", (string way) => Unit()).OutsideUnits();
                app.MapGet("/by/attribute/", [OutsideUnits] () => Unit());
                app.MapGet("/by/option", Unit);
                app.MapGet("/by/predicate", Unit);
                app.MapGet("/inside", Unit);
            },
            options =>
            {
                options.OutsidePaths.Add("/by/option");
                options.IsOutside = static request => request.Headers.ContainsKey("X-Probe");
            },
            b => b.Services.AddHealthChecks());
        site.Client.DefaultRequestHeaders.Remove("X-Probe");
        var held = site.GetAsync("/held");
        await phase.Reached;
        var swap = Shop.ApplyAsync(SwapMode.Quiescent);
        await GateClosedAsync();
        var inside = site.GetAsync("/inside");
        await WaitingAsync(1);

        Assert.Equal("Healthy", await site.GetAsync("/state/of/health"));
        foreach (var path in new[] { "/metrics", "/METRICS/", "/by/way/of/builder", "/by/attribute", "/by/option" })
            Assert.Equal("outside", await site.GetAsync(path));
        using var probe = new HttpRequestMessage(HttpMethod.Get, "/by/predicate") { Headers = { { "X-Probe", "1" } } };
        using var answer = await site.Client.SendAsync(probe);
        Assert.Equal("outside", await answer.Content.ReadAsStringAsync());
        var status = await site.Client.GetFromJsonAsync<JsonElement>("/hotweave");
        Assert.Equal((0, 1, 1), (status.GetProperty("current").GetInt32(), status.GetProperty("runningUnits").GetInt32(), status.GetProperty("waitingUnits").GetInt32()));
        Assert.Equal(
            ["processId", "framework", "runtimeVersion", "current", "operation", "versions", "assemblies", "units", "runningUnits", "waitingUnits", "loops", "keptObjects", "notKnown", "prepared", "trial", "forgotten", "retained", "startProblem", "trust", "auditLog"],
            status.EnumerateObject().Select(p => p.Name));
        Assert.Equal(["number", "state", "patchId", "fromLabel", "toLabel", "reclaimable", "bytes", "confirmed", "units", "types", "heldBy", "signedBy", "currentSince", "by"], status.GetProperty("versions")[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal("GET /held", status.GetProperty("units")[0].GetProperty("name").GetString());

        Assert.False(inside.IsCompleted);
        phase.Leave();
        await Task.WhenAll(swap, held);
        Assert.Equal("inside", await inside);

        static string Unit() => UnitOfWork.IsInside ? "inside" : "outside";
    }

    [Fact]
    public async Task Endpoints_that_come_later_count_too()
    {
        using var late = new LateEndpoints();
        await using var site = await Site.StartAsync(Server.TestServer, app =>
        {
            app.MapGet("/early", () => UnitOfWork.IsInside);
            ((IEndpointRouteBuilder)app).DataSources.Add(late);
        });
        Assert.Equal("true", await site.GetAsync("/early"));
        late.Add();
        Assert.Equal("False", await site.GetAsync("/late"));
    }

    [Fact]
    public async Task An_outside_request_is_no_unit_and_leaving_does_nothing()
    {
        await using var site = await Site.StartAsync(Server.TestServer, app => app.MapGet("/health", (HttpContext context) =>
        {
            context.LeaveUnit();
            return UnitOfWork.IsInside;
        }));
        Assert.Equal("false", await site.GetAsync("/health"));
    }

    private sealed class LateEndpoints : EndpointDataSource, IDisposable
    {
        private readonly CancellationTokenSource _changed = new();
        private List<Endpoint> _endpoints = [];
        private bool _added;

        public override IReadOnlyList<Endpoint> Endpoints => _endpoints;

        public override IChangeToken GetChangeToken() => _added ? NullChangeToken.Singleton : new CancellationChangeToken(_changed.Token);

        internal void Add()
        {
            _endpoints =
            [
                new RouteEndpoint(
                    context => context.Response.WriteAsync($"{UnitOfWork.IsInside}"),
                    RoutePatternFactory.Parse("/late"), 0, new EndpointMetadataCollection(new OutsideUnitsAttribute()), "late"),
            ];
            _added = true;
            _changed.Cancel();
        }

        public void Dispose() => _changed.Dispose();
    }
}
