using System.Reflection;
using HotWeave.Testing;

var (project, folder) = (args[0], args[1]);
var old = await ProjectBuild.BuildAsync(project, Path.Combine(folder, "old"));
var sale = await ProjectBuild.BuildAsync(project, Path.Combine(folder, "sale"), new Dictionary<string, string> { ["Edition"] = "SALE" });
using var swap = SwapTest.Create(old, sale);
Console.WriteLine(swap.Patch.Verdict);
await swap.GoesLiveAndBackAsync(PriceOf);
await using var session = await swap.StartAsync();
await session.ApplyAsync();
Console.WriteLine(PriceOf(session.Assembly));

static string PriceOf(Assembly shop) => (string)shop.GetType("Shop.Prices")!.GetMethod("Of")!.Invoke(null, ["tea"])!;
