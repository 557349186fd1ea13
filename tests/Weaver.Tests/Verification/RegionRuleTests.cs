using Mono.Cecil.Cil;
using Xunit;

namespace HotWeave.Weaver.Tests.Verification;

/// <summary>Protected blocks and handlers: how control gets in and out (ECMA-335 I.12.4.2.8).</summary>
public class RegionRuleTests
{
    [Fact]
    public void A_block_is_left_and_a_handler_catches()
    {
        var (body, _) = Guarded(OpCodes.Leave, OpCodes.Leave);
        body.Holds();
    }

    [Fact]
    public void A_branch_does_not_go_out_of_a_block()
    {
        var (body, _) = Guarded(OpCodes.Br, OpCodes.Leave);
        body.Breaks("a branch within one exception region", "beyond its border");
    }

    [Fact]
    public void A_branch_does_not_go_out_of_a_handler()
    {
        var (body, _) = Guarded(OpCodes.Leave, OpCodes.Br);
        body.Breaks("a branch within one exception region", "beyond its border");
    }

    [Fact]
    public void A_block_does_not_end_in_its_handler()
    {
        var (body, leave) = Guarded(OpCodes.Leave, OpCodes.Leave);
        leave.OpCode = OpCodes.Nop;
        leave.Operand = null;
        body.Breaks("an instruction that leaves the exception region", "its end");
    }

    [Fact]
    public void A_block_begins_with_an_empty_stack()
    {
        var (body, _) = Guarded(OpCodes.Leave, OpCodes.Leave);
        body.IL.InsertBefore(body.Method.Body.Instructions[0], body.IL.Create(OpCodes.Ldc_I4_0));
        body.Breaks("an empty stack where a protected block begins", "1 values");
    }

    [Fact]
    public void A_block_does_not_return()
    {
        var (body, leave) = Guarded(OpCodes.Leave, OpCodes.Leave);
        leave.OpCode = OpCodes.Ret;
        leave.Operand = null;
        body.Breaks("a place outside exception regions", "a Try");
    }

    [Fact]
    public void An_exception_is_thrown_again_only_where_it_was_caught()
    {
        var body = new SmallBody();
        body.IL.Emit(OpCodes.Rethrow);
        body.Breaks("a catch handler around it", "none");
    }

    [Fact]
    public void A_finally_ends_with_endfinally_and_is_not_left()
    {
        var (body, leave) = Guarded(OpCodes.Leave, OpCodes.Endfinally);
        var handler = body.Method.Body.ExceptionHandlers[0];
        handler.HandlerType = ExceptionHandlerType.Finally;
        handler.CatchType = null;
        handler.HandlerStart.OpCode = OpCodes.Nop;
        body.Holds();
        var end = body.Method.Body.Instructions.Single(i => i.OpCode.Code == Code.Endfinally);
        end.OpCode = OpCodes.Leave;
        end.Operand = leave.Operand;
        body.Breaks("a leave to code around the region", "one to");
    }

    [Fact]
    public void A_second_endfinally_that_no_way_leads_to_is_within_the_handler()
    {
        var body = Finally();
        body.IL.InsertBefore(body.Method.Body.Instructions[^1], body.IL.Create(OpCodes.Endfinally));
        body.Holds();
        Assert.True(body.IsCompiled());
        body.IL.Append(body.IL.Create(OpCodes.Endfinally));
        body.Breaks("a finally or fault handler", "no region");
        Assert.False(body.IsCompiled());
    }

    public static TheoryData<string, string?> DeadEnds => new()
    {
        { "ret", "a place outside exception regions" },
        { "endfinally", "a finally or fault handler" },
        { "endfilter", "a filter" },
        { "br", "a branch within one exception region" },
        { "brtrue", "a branch within one exception region" },
        { "leave into handler", "a leave to code around the region" },
        { "leave", null },
        { "throw", null },
    };

    // What the compiler cuts into blocks is all of the body.
    [Theory]
    [MemberData(nameof(DeadEnds))]
    public void Blocks_that_no_way_leads_to_end_as_their_region_demands(string ending, string? expected)
    {
        var body = Finally();
        var handler = body.Method.Body.ExceptionHandlers[0];
        var end = body.Method.Body.Instructions[^1];
        Instruction[] dead = ending switch
        {
            "ret" => [body.IL.Create(OpCodes.Ret)],
            "endfinally" => [body.IL.Create(OpCodes.Endfinally)],
            "endfilter" => [body.IL.Create(OpCodes.Ldc_I4_0), body.IL.Create(OpCodes.Endfilter)],
            "br" => [body.IL.Create(OpCodes.Br, end)],
            "brtrue" => [body.IL.Create(OpCodes.Ldc_I4_0), body.IL.Create(OpCodes.Brtrue, end), body.IL.Create(OpCodes.Leave, end)],
            "leave into handler" => [body.IL.Create(OpCodes.Leave, handler.HandlerStart)],
            "leave" => [body.IL.Create(OpCodes.Leave, end)],
            _ => [body.IL.Create(OpCodes.Ldnull), body.IL.Create(OpCodes.Throw)],
        };
        foreach (var instruction in dead)
            body.IL.InsertBefore(handler.HandlerStart, instruction);
        if (expected is null)
            body.Holds();
        else
            body.Breaks(expected, "");
        Assert.Equal(expected is null, body.IsCompiled());
    }

    [Fact]
    public void Memory_is_not_taken_from_the_stack_in_a_handler()
    {
        var (body, _) = Guarded(OpCodes.Leave, OpCodes.Leave);
        var caught = body.Method.Body.ExceptionHandlers[0].HandlerStart;
        foreach (var instruction in new[] { body.IL.Create(OpCodes.Ldc_I4_8), body.IL.Create(OpCodes.Localloc), body.IL.Create(OpCodes.Pop) }.Reverse())
            body.IL.InsertAfter(caught, instruction);
        body.Breaks("a place outside handlers", "a Catch");
    }

    [Fact]
    public void An_inner_block_stands_before_the_one_around_it()
    {
        var (body, _) = Guarded(OpCodes.Leave, OpCodes.Leave);
        var instructions = body.Method.Body.Instructions;
        var inner = body.Method.Body.ExceptionHandlers[0];
        var leave = body.IL.Create(OpCodes.Leave, instructions[^1]);
        var end = body.IL.Create(OpCodes.Endfinally);
        body.IL.InsertAfter(instructions[^2], end);
        body.IL.InsertBefore(end, leave);
        inner.HandlerEnd = leave;
        body.Method.Body.ExceptionHandlers.Insert(0, new ExceptionHandler(ExceptionHandlerType.Finally) { TryStart = inner.TryStart, TryEnd = end, HandlerStart = end, HandlerEnd = instructions[^1] });
        body.Breaks("handlers of inner blocks before those of outer ones", "behind one around it");
    }

    // try { nop; leave } finally { nop; endfinally } ret
    private static SmallBody Finally()
    {
        var (body, _) = Guarded(OpCodes.Leave, OpCodes.Endfinally);
        var handler = body.Method.Body.ExceptionHandlers[0];
        handler.HandlerType = ExceptionHandlerType.Finally;
        handler.CatchType = null;
        handler.HandlerStart.OpCode = OpCodes.Nop;
        return body;
    }

    // try { nop; leave } catch (Exception) { pop; leave } ret
    private static (SmallBody Body, Instruction Leave) Guarded(OpCode leave, OpCode leaveHandler)
    {
        var body = new SmallBody();
        var end = body.IL.Create(OpCodes.Ret);
        var start = body.IL.Create(OpCodes.Nop);
        var leaving = body.IL.Create(leave, end);
        var caught = body.IL.Create(OpCodes.Pop);
        body.IL.Append(start);
        body.IL.Append(leaving);
        body.IL.Append(caught);
        body.IL.Append(leaveHandler.OperandType == OperandType.InlineNone ? body.IL.Create(leaveHandler) : body.IL.Create(leaveHandler, end));
        body.IL.Append(end);
        body.Method.Body.ExceptionHandlers.Add(
            new ExceptionHandler(ExceptionHandlerType.Catch) { TryStart = start, TryEnd = caught, HandlerStart = caught, HandlerEnd = end, CatchType = body.Core("Exception") });
        return (body, leaving);
    }
}
