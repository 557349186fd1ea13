using System;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

// The sample MinimalApi, with requests as units or not.
public static class WebSample
{
    public static async Task<string> StartAsync(bool units)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton<PriceList>();
        if (units)
            builder.Services.AddHotWeave();
        var app = builder.Build();
        app.MapGet("/price/{item}", (string item, PriceList prices) => prices.Quote(item));
        app.MapGet("/processor", () => Environment.CpuUsage.TotalTime.Ticks);
        app.MapGet("/unit", () => HotWeave.UnitOfWork.IsInside);
        await app.StartAsync();
        return app.Urls.Single();
    }
}

public sealed class PriceList
{
    private int _quotes;

    public Quote Quote(string item) => new(Interlocked.Increment(ref _quotes), item, PriceOf(item));

    private static decimal PriceOf(string item)
    {
        decimal full = item.Length * 4m;
        return full - Discount.For(full);
    }
}

public static class Discount
{
    public static decimal For(decimal price) => price > 20 ? price / 10 : 0;
}

public sealed record Quote(int Number, string Item, decimal Price);
