using HotWeave.Conventions.Tests.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace HotWeave.Conventions.Tests;

/// <summary>
/// What runs in the application's process begins nothing by itself but through its guard: an exception that leaves a thread, a pool item, a timer, a task's continuation, an event's handler
/// or a finalizer ends the application.
/// </summary>
public sealed class GuardedWorkTests
{
    // The guard itself, and the awaiter of units, which hands on what the compiler gives it.
    private static readonly string[] s_guards =
        ["src/Runtime/Guarding/Guard.cs", "src/Runtime/Guarding/OwnWork.cs", "src/Runtime/Guarding/RepeatedWork.cs",
        "src/Runtime/Swapping/Subscribers.cs", "src/Runtime/Units/UnitEntry.cs"];

    [Theory]
    [InlineData("src/Runtime")]
    [InlineData("src/Agent")]
    [InlineData("src/Hosting")]
    [InlineData("src/Orleans")]
    [InlineData("src/Akka")]
    [InlineData("src/Grpc")]
    [InlineData("src/Hangfire")]
    [InlineData("src/Quartz")]
    public void Nothing_is_begun_but_through_the_guard(string folder) => Convention.Holds(Violations(folder));

    [Theory]
    [InlineData("new System.Threading.Thread(() => { }).Start();")]
    [InlineData("System.Threading.ThreadPool.QueueUserWorkItem(_ => { });")]
    [InlineData("System.Threading.ThreadPool.UnsafeQueueUserWorkItem(_ => { }, null);")]
    [InlineData("new System.Threading.Timer(_ => { });")]
    [InlineData("System.TimeProvider.System.CreateTimer(_ => { }, null, default, default);")]
    [InlineData("System.Threading.Tasks.Task.Run(() => { });")]
    [InlineData("System.Threading.Tasks.Task.Factory.StartNew(() => { });")]
    [InlineData("System.Threading.Tasks.Task.CompletedTask.ContinueWith(_ => { });")]
    [InlineData("System.Threading.Tasks.Task.CompletedTask.GetAwaiter().UnsafeOnCompleted(() => { });")]
    [InlineData("Happened();")]
    [InlineData("Happened?.Invoke();")]
    [InlineData("Happened.Invoke();")]
    [InlineData("System.AppDomain.CurrentDomain.ProcessExit += (_, _) => { };")]
    [InlineData("} async void Later() {")]
    [InlineData("} ~C() { M();")]
    public void Each_way_of_beginning_something_is_seen(string code) => Assert.NotEmpty(Violations([CSharpSyntaxTree.ParseText(
        $"class C {{ event System.Action Happened; void M() {{ {code} }} }}", path: "C.cs")]));

    private static IEnumerable<string> Violations(string folder) => Violations([.. SourceTree.FilesUnder(folder, ".cs")
        .Where(file => !s_guards.Contains(file))
        .Select(file => CSharpSyntaxTree.ParseText(SourceTree.Read(file), new CSharpParseOptions(LanguageVersion.Latest), file))]);

    private static IEnumerable<string> Violations(IReadOnlyList<SyntaxTree> trees)
    {
        const string usings = "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
            + "global using System.Threading; global using System.Threading.Tasks;";
        var compilation = CSharpCompilation.Create("Checked", trees.Append(CSharpSyntaxTree.ParseText(usings)), References());
        return from tree in trees
               let model = compilation.GetSemanticModel(tree)
               from node in tree.GetRoot().DescendantNodes()
               where Begins(node, model)
               select $"{tree.FilePath}({node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}): {node.ToString().Split('\n')[0].Trim()}";
    }

    private static bool Begins(SyntaxNode node, SemanticModel model) => node switch
    {
        BaseObjectCreationExpressionSyntax created => IsWorker(model.GetTypeInfo(created).Type),
        InvocationExpressionSyntax call => IsEvent(call, model) || Symbols(call, model).Any(IsWork),
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } added => IsRuntimesEvent(added, model),
        MethodDeclarationSyntax { ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } } method =>
            method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        DestructorDeclarationSyntax finalizer => finalizer.ExpressionBody?.Expression is not InvocationExpressionSyntax { Expression: var target }
            || target.ToString() != "OwnWork.Run",
        _ => false,
    };

    private static IEnumerable<IMethodSymbol> Symbols(InvocationExpressionSyntax call, SemanticModel model)
    {
        var info = model.GetSymbolInfo(call);
        return (info.Symbol is { } symbol ? [symbol] : info.CandidateSymbols).OfType<IMethodSymbol>();
    }

    private static bool IsWorker(ITypeSymbol? type) =>
        type?.ToDisplayString() is "System.Threading.Thread" or "System.Threading.Timer" or "System.Timers.Timer" or "System.Threading.PeriodicTimer";

    private static bool IsWork(IMethodSymbol method) => (method.ContainingType.Name, method.Name) switch
    {
        ("ThreadPool", var name) => name.Contains("Queue", StringComparison.Ordinal) || name.Contains("Register", StringComparison.Ordinal),
        ("TimeProvider", "CreateTimer") or ("Task", "Run") or ("TaskFactory", _) or ("Task", "ContinueWith") => true,
        (_, "OnCompleted" or "UnsafeOnCompleted") => method.ContainingNamespace.ToDisplayString().StartsWith("System", StringComparison.Ordinal),
        _ => false,
    };

    private static bool IsEvent(InvocationExpressionSyntax call, SemanticModel model)
    {
        var target = call.Expression switch
        {
            MemberBindingExpressionSyntax { Name.Identifier.Text: "Invoke" } when call.Parent is ConditionalAccessExpressionSyntax access => access.Expression,
            MemberAccessExpressionSyntax { Name.Identifier.Text: "Invoke" } access => access.Expression,
            var other => other,
        };
        return model.GetSymbolInfo(target).Symbol is IEventSymbol;
    }

    // A handler given by the guard (Handle), or one of an event of our own, whose raising is guarded. Loading is different: its exceptions reach who loads.
    private static bool IsRuntimesEvent(AssignmentExpressionSyntax added, SemanticModel model) =>
        model.GetSymbolInfo(added.Left).Symbol is IEventSymbol { DeclaringSyntaxReferences.IsEmpty: true } named
        && named.ContainingType.Name == "AppDomain" && named.Name is "ProcessExit" or "UnhandledException" or "DomainUnload"
        && !added.Right.ToString().EndsWith("_onProcessExit", StringComparison.Ordinal);

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll"))
            .Select(path => MetadataReference.CreateFromFile(path));
}
