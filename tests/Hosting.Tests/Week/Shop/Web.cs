using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Week.Contracts;
using Week.Data;
using Week.Domain;
using Week.Jobs;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Limits:Most"] = "5", ["Limits:Least"] = "2" });
builder.Services.AddHotWeave();
builder.Services.AddControllers().AddApplicationPart(typeof(ShopController).Assembly);
builder.Services.Configure<Limits>(builder.Configuration.GetSection("Limits"));
builder.Services.AddDbContext<ShopContext>(static o => o.UseSqlite(Database.Connection));
builder.Services.AddScoped<Articles>();
builder.Services.AddSingleton<Pricing>();
builder.Services.AddSingleton<Journal>();
builder.Services.AddSingleton<Ticker>();
builder.Services.AddHostedService(static p => p.GetRequiredService<Ticker>());
#if V2 || V3
builder.Services.AddSingleton<ITax, Tax>();
builder.Services.AddHostedService<Sweeper>();
#endif
var app = builder.Build();
Database.Fill(app.Services);
app.MapControllers();
app.MapOrders();
#if V2
app.MapGet("/hello", () => "hello 2");
#elif V3
app.MapGet("/hello", () => "hello 3");
#else
app.MapGet("/hello", () => "hello 1");
app.MapGet("/legacy", () => "legacy");
#endif
#if V2 || V3
app.MapGet("/tax", (ITax tax) => tax.Rate());
#endif
app.MapGet("/articles", (Articles articles) => articles.ListAsync());
app.MapGet("/limits", (IOptionsMonitor<Limits> limits) => limits.CurrentValue.Show());
app.MapGet("/journal", (Journal journal) => journal.Read());
app.MapPost("/tick", (Ticker ticker) => { ticker.Tick(); return "ticked"; });
app.MapGet("/slow", async (Pricing pricing) => { await Running.HoldAsync(); return pricing.Price(Orders.Make(1)); });
Running.Place(app);
app.Run();

public static class Database
{
    public static readonly SqliteConnection Connection = new("Data Source=:memory:");

    public static void Fill(IServiceProvider services)
    {
        Connection.Open();
        using var scope = services.CreateScope();
        var context = scope.ServiceProvider.GetRequiredService<ShopContext>();
        context.Database.EnsureCreated();
        context.Articles.AddRange(new Article { Name = "b", Stock = 3 }, new Article { Name = "a", Stock = 1 }, new Article { Name = "c", Stock = 2 });
        context.SaveChanges();
    }
}

public class Limits
{
    public int Most { get; set; }
#if V2 || V3
    public int Least { get; set; } = 1;
    public string Show() => $"{Least} to {Most}";
#else
    public string Show() => $"to {Most}";
#endif
}

#if V2 || V3
public interface ITax { string Rate(); }

public class Tax : ITax
{
    private static int s_made;
    private readonly int _number = ++s_made;
    public string Rate() => $"tax {_number}";
}
#endif

public static class Orders
{
    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        var orders = routes.MapGroup("/orders");
        orders.MapGet("/{id:int}", Find);
        orders.MapPost("/", Take);
#if V2 || V3
        orders.MapGet("/states", States);
#endif
    }

    public static Order Make(int id) => new() { Id = id, State = (OrderState)(id % 2), Lines = [new Line("apple", id)]
#if V3
        , Channel = "web"
#endif
    };

    private static Order Find(int id) => Make(id);

#if V2 || V3
    private static string Take(Order order, Pricing pricing)
    {
        try { return $"{pricing.Price(order)} {order.Note} {order.Lines[0].Unit}"; }
        catch (TooManyException e) { return e.Message; }
    }

    private static string States() => string.Join(",", Enum.GetValues<OrderState>().Append(OrderState.Returned).Distinct().Select(Week.Domain.States.Name));
#else
    private static string Take(Order order, Pricing pricing) => $"{pricing.Price(order)}";
#endif
}

public class GuardAttribute : ActionFilterAttribute
{
    public override void OnActionExecuting(ActionExecutingContext context)
    {
#if V2 || V3
        if (context.HttpContext.Request.Query.ContainsKey("bad"))
            context.Result = new ContentResult { Content = "guarded" };
#endif
    }
}

public class EvenAttribute : ValidationAttribute
{
#if V2 || V3
    public override bool IsValid(object? value) { return value is int n && n % 4 == 0; }
#else
    public override bool IsValid(object? value) { return value is int n && n % 2 == 0; }
#endif
}

public class PointBinder : IModelBinder
{
    public Task BindModelAsync(ModelBindingContext context)
    {
        var parts = context.ValueProvider.GetValue(context.ModelName).FirstValue!.Split(',');
#if V2 || V3
        context.Result = ModelBindingResult.Success(new Point { X = int.Parse(parts[1]), Y = int.Parse(parts[0]) });
#else
        context.Result = ModelBindingResult.Success(new Point { X = int.Parse(parts[0]), Y = int.Parse(parts[1]) });
#endif
        return Task.CompletedTask;
    }
}

[ModelBinder(typeof(PointBinder))]
public class Point { public int X; public int Y; }

public class Checked { [Even] public int Number { get; set; } }

[ApiController, Route("mvc")]
public class ShopController(Pricing pricing
#if V2 || V3
    , ITax tax
#endif
    ) : ControllerBase
{
#if V2 || V3
    [HttpGet("one")] public string One() => "one " + tax.Rate();
    [HttpGet("show")] public async Task<string> Show() { return (await pricing.ShowAsync("x", 3)).Length > 0 ? Asked<int>.Write(new Money(199).Round()) : ""; }
    [HttpGet("two/{id}")] public ActionResult<Order> Two(int id) => Orders.Make(id);
#else
    [HttpGet("one")] public string One() => "one";
    [HttpGet("show")] public string Show() { return pricing.Show("x").Length > 0 ? Asked<int>.Write(new Money(199).Round()) : ""; }
#endif
    [HttpGet("guarded"), Guard] public string Guarded() => "open";
    [HttpPost("check")] public string Check(Checked value) => "fine " + value.Number;
    [HttpGet("point")] public string At([FromQuery] Point at) => $"{at.X};{at.Y}";
}
