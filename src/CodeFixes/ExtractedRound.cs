using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace HotWeave.Analyzers.CodeFixes;

/// <summary>A round of a loop as a method of its own: possible where the round only reads what is outside, and leaves by its end alone.</summary>
internal sealed class ExtractedRound
{
    private readonly MethodDeclarationSyntax _method;
    private readonly BlockSyntax _body;
    private readonly IReadOnlyList<(string Name, string Type)> _taken;
    private readonly bool _isAsynchronous;

    private ExtractedRound(MethodDeclarationSyntax method, BlockSyntax body, IReadOnlyList<(string, string)> taken, string name, bool isAsynchronous)
    {
        _method = method;
        _body = body;
        _taken = taken;
        _isAsynchronous = isAsynchronous;
        Name = name;
    }

    public string Name { get; }

    /// <summary>The round of a loop; null where it cannot be a method.</summary>
    public static ExtractedRound? Find(StatementSyntax loop, SemanticModel model)
    {
        var body = loop switch
        {
            WhileStatementSyntax l => l.Statement,
            ForStatementSyntax l => l.Statement,
            CommonForEachStatementSyntax l => l.Statement,
            _ => null,
        };
        var function = loop.Ancestors().FirstOrDefault(static n => n is MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax);
        if (body is not BlockSyntax { Statements.Count: > 0 } block || function is not MethodDeclarationSyntax { TypeParameterList: null } method)
            return null;
        var flow = model.AnalyzeDataFlow(block.Statements.First(), block.Statements.Last());
        var ways = model.AnalyzeControlFlow(block.Statements.First(), block.Statements.Last());
        if (flow is not { Succeeded: true } || ways is not { Succeeded: true } || !ways.ExitPoints.IsEmpty || !ways.ReturnStatements.IsEmpty
            || !flow.DataFlowsOut.IsEmpty || flow.WrittenInside.Except(flow.VariablesDeclared, SymbolEqualityComparer.Default).Any(static v => v is not IParameterSymbol { IsThis: true }))
            return null;
        var isAsynchronous = block.DescendantNodes(static n => n is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax)
            .Any(static n => n is AwaitExpressionSyntax or CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0 }
                or LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: not 0 });
        var type = model.GetDeclaredSymbol(method)!.ContainingType;
        return new ExtractedRound(method, block, [.. FindTaken(flow, model, block)], FindFreeName(type, isAsynchronous), isAsynchronous);
    }

    /// <summary>The file with the method, and the loop that calls it.</summary>
    public SyntaxNode Extract(SyntaxNode root)
    {
        ExpressionSyntax call = InvocationExpression(
            IdentifierName(Name), ArgumentList(SeparatedList(_taken.Select(static t => Argument(IdentifierName(t.Name))))));
        var statement = ExpressionStatement(_isAsynchronous ? AwaitExpression(call) : call);
        var changed = _method.ReplaceNode(_body, Block(statement).WithTriviaFrom(_body).WithAdditionalAnnotations(Formatter.Annotation));
        return root.ReplaceNode(_method, [changed, MakeMethod()]);
    }

    private MethodDeclarationSyntax MakeMethod()
    {
        var words = _method.Modifiers.Any(SyntaxKind.StaticKeyword) ? "private static " : "private ";
        words += _isAsynchronous ? "async System.Threading.Tasks.Task " : "void ";
        var parameters = string.Join(", ", _taken.Select(static t => $"{t.Type} {t.Name}"));
        var method = (MethodDeclarationSyntax)ParseMemberDeclaration($"{words}{Name}({parameters}) {{ }}")!;
        return method.WithBody(_body.WithoutTrivia())
            .WithLeadingTrivia(ElasticLineFeed, ElasticLineFeed)
            .WithTrailingTrivia(_method.GetTrailingTrivia())
            .WithAdditionalAnnotations(Formatter.Annotation, Microsoft.CodeAnalysis.Simplification.Simplifier.Annotation);
    }

    private static IEnumerable<(string Name, string Type)> FindTaken(DataFlowAnalysis flow, SemanticModel model, BlockSyntax block) =>
        from variable in flow.DataFlowsIn
        let type = variable switch { ILocalSymbol l => l.Type, IParameterSymbol { IsThis: false } p => p.Type, _ => null }
        where type is not null
        select (variable.Name, type.ToMinimalDisplayString(model, block.SpanStart));

    private static string FindFreeName(INamedTypeSymbol type, bool isAsynchronous)
    {
        var name = isAsynchronous ? "RunRoundAsync" : "RunRound";
        var free = name;
        for (var number = 2; !type.GetMembers(free).IsEmpty; number++)
            free = name + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return free;
    }
}
