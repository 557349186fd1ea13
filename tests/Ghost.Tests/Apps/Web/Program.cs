var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");
var app = builder.Build();
app.MapGet("/forecast/{day:int}", (int day) => Enumerable.Range(day, 3).Select(Forecast.Make).ToArray());
await app.StartAsync();
Console.WriteLine("ready");
while (Console.ReadLine() is { } line)
    Console.WriteLine(line == "address" ? app.Urls.First() : "?");
await app.StopAsync();

public sealed record Forecast(int Day, int Degrees, string Summary)
{
    public static Forecast Make(int day)
    {
#if NEXT
        return new Forecast(day, day + 100, Words.Describe(day));
#else
        return new Forecast(day, day, "mild");
#endif
    }
}

#if NEXT
public static class Words
{
    public static string Describe(int day) => day % 2 == 0 ? "hot" : "hotter";
}
#endif
